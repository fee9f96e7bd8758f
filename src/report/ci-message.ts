import type { Measured } from "../analysis/rules.js";
import { amountsApart } from "./amount.js";

/** A rule's verdict in one sentence: `efficiency is 62.5%, and has to be 90% or more`. */
export function verdictMessage({ rule, actual, pass }: Measured): string {
  const { kind, limit, basis } = rule;
  const [is, bound] = amountsApart(actual, limit, kind.unit);
  const demand = kind.bound === "lowest" ? `${bound} or more` : `${bound} or less`;
  const measured = `${kind.subject} is ${is}${basis === "dive" ? " in dive's arithmetic" : ""}`;
  return pass ? `${measured}; ${demand} is asked for` : `${measured}, and has to be ${demand}`;
}
