import type { Verdict } from "../../analysis/gate/verdict.js";
import { humanSize } from "../../text/bytes.js";
import { amountsApart } from "../text/amount.js";

/**
 * Returns the result of a rule in one sentence: `efficiency is 62.5%, but must be 90% or more: 30.6kB too
 * much waste`.
 */
export function verdictMessage(verdict: Pick<Verdict, "rule" | "actual" | "pass" | "toPass">): string {
  const { rule, actual, pass } = verdict;
  const { kind, limit, basis } = rule;
  const [is, bound] = amountsApart(actual, limit, kind.unit);
  const orLess = limit === 0 ? bound : `${bound} or less`;
  const demand = kind.bound === "lowest" ? `${bound} or more` : orLess;
  const measured = `${kind.subject} is ${is}${basis === "dive" ? " in dive's arithmetic" : ""}`;
  if (pass) return `${measured}; the limit is ${demand}`;
  const far = tooMuch(verdict);
  return `${measured}, but must be ${demand}${far === "" ? "" : `: ${far}`}`;
}

/** The fields of a result that `tooMuch` needs. */
type Distance = Pick<Verdict, "rule" | "toPass">;

/**
 * Returns the distance of a rule to its limit: `13.2MB too much`, `16.9kB too much waste`, `2 too many`.
 * Empty if the rule passes, if the distance is unknown, or if the limit is 0, because the measured value is
 * the distance then. Sizes are rounded up, so that the printed size is enough.
 */
export function tooMuch({ rule: { kind, limit }, toPass }: Distance): string {
  if (toPass === null || (limit === 0 && kind.unit !== "ratio")) return "";
  const { amount, of } = toPass;
  if (of === "layers" || of === "paths") return `${amount} too many`;
  return `${humanSize(roundedUp(amount))} too much${kind.unit === "ratio" ? " waste" : ""}`;
}

/** Rounds up to three digits, which is all that a printed size shows. */
function roundedUp(bytes: number): number {
  const step = 10 ** Math.max(String(bytes).length - 3, 0);
  return Math.ceil(bytes / step) * step;
}
