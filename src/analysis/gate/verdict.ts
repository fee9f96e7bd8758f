import type { Node } from "../../tree/file-tree.js";
import type { Advice } from "../advice/advice.js";
import type { Cause } from "../waste/causes.js";
import type { Measured, Rule } from "./rule.js";

/** A cause of a failed rule: one or more paths of one finding, or a whole layer. */
export interface RuleOffender {
  /** Bytes that count against the rule; 0 if none do. */
  readonly bytes: number;
  /** The paths, the biggest first; empty for a whole layer. */
  readonly nodes: readonly Node[];
  /** The layer that wrote the paths; `null` if several layers did. */
  readonly layer: number | null;
  /** For wasted bytes: the layer that removed or overwrote them, and the cause. */
  readonly endedBy: number | null;
  readonly cause: Cause | null;
  /** The advice; `null` if there is none. */
  readonly advice: Advice | null;
  /** True if the user cannot change anything about it. Such offenders come after all others. */
  readonly inevitable?: boolean;
  /**
   * True if the base image wrote it and removed it again, so that only another base image avoids it. Such
   * offenders come after all others.
   */
  readonly baseOnly?: boolean;
}

/** An accepted exception of a rule. */
export interface Ignore {
  /** The key of the rule; `null` for every rule about paths. */
  readonly rule: string | null;
  /** A pattern of paths; `null` if the whole rule is ignored. */
  readonly path: string | null;
  readonly reason: string;
  /** The last day on which it is valid, `YYYY-MM-DD`, in UTC; `null` if it never expires. */
  readonly until: string | null;
}

/** Returns true if an ignore names the rule, or all rules of its kind. */
export function namesRule({ rule }: Ignore, { kind, name }: Rule): boolean {
  return rule === kind.key || rule === name;
}

/** Returns true if an ignore has expired on a day, `YYYY-MM-DD`. */
export function isExpired({ until }: Ignore, today: string): boolean {
  return until !== null && until < today;
}

/** An ignore and the paths that it takes out of a rule that fails, or would fail without it. */
export interface Ignored {
  readonly ignore: Ignore;
  /** True if its last day has passed, so that its paths count again. */
  readonly expired: boolean;
  /** The number of paths that it matches; 0 if it ignores the whole rule. */
  readonly paths: number;
  readonly bytes: number;
}

/** `passed`: the rule passes. `warned`: it does not, but the gate passes. `failed`: the gate fails. */
export type Status = "passed" | "warned" | "failed";

/** The result of one rule for one image. All reports use it. */
export interface Verdict extends Measured<Rule> {
  /** The result for the gate. `pass` only says if the measured value is within the limit. */
  readonly status: Status;
  /** The causes of the failure, the most bytes first; empty if the rule passes. */
  readonly offenders: readonly RuleOffender[];
  readonly ignored: readonly Ignored[];
  /**
   * The amount that must be removed before the rule passes; `null` if it passes, or if the amount is unknown.
   */
  readonly toPass: ToPass | null;
}

/** Returns true if no rule failed. */
export function gatePasses(verdicts: readonly Verdict[]): boolean {
  return verdicts.every(({ status }) => status !== "failed");
}
/** The smallest amount that must be removed before a failed rule passes. */
export interface ToPass {
  /**
   * Above 0. For a rule that is not about a ratio: the difference between the measured value and the limit.
   */
  readonly amount: number;
  /**
   * The unit. `wastedBytes` for a rule about waste; if such a rule counts only layers above the base, only
   * wasted bytes above it.
   */
  readonly of: "bytes" | "wastedBytes" | "layers" | "paths";
}
