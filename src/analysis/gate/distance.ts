import type { GrowthRule } from "./baseline.js";
import { withoutWaste } from "./measure-numbers.js";
import { type Measured, measured, type NumberRule, type Rule } from "./rule.js";
import type { EarlierNumbers, ImageNumbers } from "./rules/rule-kind.js";
import type { ToPass } from "./verdict.js";

interface DistanceFacts {
  readonly numbers: ImageNumbers;
  readonly baseline: EarlierNumbers | null;
}

/**
 * Returns how much must be removed before a rule passes; `null` if it passes. For a ratio, a binary search
 * finds the smallest number of wasted bytes. `null` for a ratio in dive's arithmetic: dive counts visible
 * files as waste, so the result depends on which file is removed.
 */
export function toPass(
  { rule, actual, pass }: Measured<Rule | NumberRule | GrowthRule>,
  { numbers, baseline }: DistanceFacts,
): ToPass | null {
  if (pass) return null;
  const { kind, limit, basis } = rule;
  if (kind.unit !== "ratio") {
    return { amount: actual - limit, of: kind.topic === "waste" ? "wastedBytes" : kind.unit };
  }
  if (basis === "dive") return null;
  const measure = measureOf(rule, baseline);
  if (measure === null) return null;
  const most = kind.aboveBase ? numbers.wastedBytesAboveBase : numbers.wastedBytes;
  const amount = leastUpTo(most, (less) => measured(rule, measure(withoutWaste(numbers, less))).pass);
  return amount === null ? null : { amount, of: "wastedBytes" };
}

function measureOf(
  rule: Rule | NumberRule | GrowthRule,
  baseline: EarlierNumbers | null,
): ((numbers: ImageNumbers) => number) | null {
  if ("growth" in rule) return baseline === null ? null : (now) => rule.kind.measure(now, baseline);
  return "measure" in rule.kind ? rule.kind.measure : null;
}

/**
 * Returns the smallest number from 0 to `most` that passes, if all greater numbers pass too; `null` if none
 * passes. It searches, because a formula in doubles would sometimes be wrong by one.
 */
function leastUpTo(most: number, passes: (value: number) => boolean): number | null {
  if (!passes(most)) return null;
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (passes(middle)) high = middle;
    else low = middle + 1;
  }
  return high;
}
