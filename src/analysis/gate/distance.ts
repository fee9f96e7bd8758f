import { efficiencyOf, type ImageMetrics, partOf, wasteAbove } from "../metrics.js";
import { type Baseline, type GrowthRule, judgeGrowth } from "./baseline.js";
import { type Measured, measured, type Rule, type RuleKind } from "./rules.js";

/** What has to go so that a rule that does not hold would: so much of it, and no less. */
export interface ToPass {
  /** Above 0. Of a rule that is no ratio, how far the measured value is above the limit. */
  readonly amount: number;
  /** `wastedBytes`: dead bytes, for a rule about waste; of those above the base, where it asks for them only. */
  readonly of: "bytes" | "wastedBytes" | "layers" | "paths";
}

interface ToPassFacts {
  /** Of which `userSize` is that above the base. */
  readonly metrics: ImageMetrics;
  /** Layers that belong to the base. */
  readonly baseLayers: number;
  readonly baseline: Baseline | null;
}

/**
 * How far a rule is from holding; `null` where it holds. A ratio tells no bytes: of it this is the least number of dead
 * bytes without which it would hold. Also `null` for a ratio of dive's, whose waste counts living copies: which
 * of them goes decides how the ratio moves.
 */
export function toPass(
  { rule, actual, pass }: Measured<Rule | GrowthRule>,
  facts: ToPassFacts,
): ToPass | null {
  if (pass) return null;
  const { kind, limit, basis } = rule;
  if (kind.unit !== "ratio") {
    return { amount: actual - limit, of: OF_WASTE.has(kind.key) ? "wastedBytes" : kind.unit };
  }
  if (basis === "dive") return null;
  const amount = "growth" in rule ? lostUntil(rule, facts) : ratioUntil(rule, facts);
  return amount === null ? null : { amount, of: "wastedBytes" };
}

const OF_WASTE: ReadonlySet<RuleKind["key"]> = new Set([
  "highestWastedBytes",
  "highestWastedBytesAboveBase",
  "newWastedBytes",
]);

function ratioUntil(rule: Rule, { metrics, baseLayers }: ToPassFacts): number | null {
  const { size, rootfsSize, wastedBytes, userSize } = metrics;
  if (rule.kind.key === "lowestEfficiency") {
    return leastUpTo(wastedBytes, (less) => measured(rule, efficiencyOf(rootfsSize, size - less)).pass);
  }
  const dead = wasteAbove(metrics, baseLayers);
  const isPart = rule.kind.bound === "highest";
  return leastUpTo(dead, (less) => {
    const part = partOf(dead - less, userSize - less);
    return measured(rule, isPart ? part : 1 - part).pass;
  });
}

function lostUntil(rule: GrowthRule, { metrics, baseline }: ToPassFacts): number | null {
  if (baseline === null) return null;
  const { size, rootfsSize, wastedBytes } = metrics;
  return leastUpTo(wastedBytes, (less) => {
    const efficiency = efficiencyOf(rootfsSize, size - less);
    return judgeGrowth(rule, { metrics: { ...metrics, efficiency } }, baseline).pass;
  });
}

/**
 * The least of 0 to `most` that passes, where all above one that passes do too; `null` where none does. It is searched
 * for, not computed: rounding in doubles would be one off, now and then.
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
