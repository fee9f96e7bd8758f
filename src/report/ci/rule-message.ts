import type { Verdict } from "../../analysis/gate/verdict.js";
import { amountsApart } from "../formats/amount.js";
import { tooMuch } from "./too-much.js";

/** A rule's verdict in one sentence: `efficiency is 62.5%, but must be 90% or more: 30.6kB too much waste`. */
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
