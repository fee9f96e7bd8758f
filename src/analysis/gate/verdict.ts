import type { Node } from "../../tree/file-tree.js";
import type { Advice } from "../advice/advice.js";
import type { Cause } from "../waste/waste.js";
import type { Measured, Rule } from "./rule.js";

/** What makes a rule fail: one or more paths of one finding, or a whole layer. */
export interface RuleOffender {
  /** Bytes that count against the rule; 0 if none do. */
  readonly bytes: number;
  /** The paths, the biggest first; empty for a whole layer. */
  readonly nodes: readonly Node[];
  /** The layer that wrote it; `null` if several did. */
  readonly layer: number | null;
  /** For wasted bytes: the layer that removed or overwrote them, and the cause. */
  readonly endedBy: number | null;
  readonly cause: Cause | null;
  /** What to change; `null` if there is no advice. */
  readonly advice: Advice | null;
  /** True if nothing can be changed about it. Listed after all others. */
  readonly inevitable?: boolean;
  /** True if the base image wrote it and removed it again: only another base changes that. Listed after all others. */
  readonly baseOnly?: boolean;
}

/** An accepted exception of a rule. */
export interface Ignore {
  /** The rule, by its key; `null` for every rule about paths. */
  readonly rule: string | null;
  /** A pattern of paths; `null` if the whole rule is ignored. */
  readonly path: string | null;
  readonly reason: string;
  /** The last day on which it counts, `YYYY-MM-DD`, in UTC; `null` if it has no end. */
  readonly until: string | null;
}

/** True if an ignore names the rule, or all rules of its kind. */
export function ignoreMeans({ rule }: Ignore, { kind, name }: Rule): boolean {
  return rule === kind.key || rule === name;
}

/** True if an ignore no longer counts on a day, `YYYY-MM-DD`. */
export function isOver({ until }: Ignore, today: string): boolean {
  return until !== null && until < today;
}

/** What an ignore covers of a rule that fails, or would fail without it. */
export interface Ignored {
  readonly ignore: Ignore;
  /** True if its day is over: what it covers counts again. */
  readonly expired: boolean;
  /** What it covers; 0 if it ignores the whole rule. */
  readonly paths: number;
  readonly bytes: number;
}

/** `passed`: the rule passes. `warned`: it does not, but the gate passes. `failed`: the gate fails. */
export type Status = "passed" | "warned" | "failed";

/** The result of one rule for one image. All reports are made from it. */
export interface Verdict extends Measured<Rule> {
  /** `pass` says whether the rule passes without ignored paths; `status` is what follows from it. */
  readonly status: Status;
  /** What makes it fail, the most bytes first; empty if it passes. */
  readonly offenders: readonly RuleOffender[];
  readonly ignored: readonly Ignored[];
  /** How much must go before it passes; `null` if it passes, or if that is unknown. */
  readonly toPass: ToPass | null;
}

/** The gate passes if no rule failed. */
export function gatePasses(verdicts: readonly Verdict[]): boolean {
  return verdicts.every(({ status }) => status !== "failed");
}
/** The least that must go before a failed rule passes. */
export interface ToPass {
  /** Above 0. If the rule is not a ratio: how far the measured value is above the limit. */
  readonly amount: number;
  /** `wastedBytes` for a rule about waste; only those above the base, if the rule counts only them. */
  readonly of: "bytes" | "wastedBytes" | "layers" | "paths";
}
