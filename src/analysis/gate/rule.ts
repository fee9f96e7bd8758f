import type { NumberRuleKind, RuleKind } from "./rules/rule-kind.js";

/** The numbers that a rule uses: the exact numbers, or dive's. */
export const BASES = ["exact", "dive"] as const;
export type Basis = (typeof BASES)[number];

/** A failed rule of severity `error` fails the gate; one of severity `warning` does not. */
export const SEVERITIES = ["error", "warning"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A rule that is on. */
export interface Rule {
  readonly kind: RuleKind;
  /** The key by which the user gave it: dive's key for a rule of a `.dive-ci`. */
  readonly name: string;
  readonly limit: number;
  readonly basis: Basis;
  readonly from: "flag" | "file" | "default" | "baseline";
  readonly severity: Severity;
}

/** A rule about one number of the image. */
export interface NumberRule extends Rule {
  readonly kind: NumberRuleKind;
}

/** A rule with its measured value. */
export interface Measured<R extends Rule = Rule> {
  readonly rule: R;
  readonly actual: number;
  readonly pass: boolean;
}

/** Compares a value with the limit of a rule. A value at the limit passes. */
export function measured<R extends Rule>(rule: R, actual: number): Measured<R> {
  const { kind, limit } = rule;
  return { rule, actual, pass: kind.bound === "lowest" ? actual >= limit : actual <= limit };
}
