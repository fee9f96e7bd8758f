import type { Node } from "../../tree/file-tree.js";
import type { Cause } from "../waste/waste.js";
import type { ToPass } from "./distance.js";
import type { Measured, Rule } from "./rules.js";

/** Something behind a rule: a path or several of one story, or a layer as a whole. */
export interface RuleOffender {
  /** Bytes that would be won, or that count against the rule; 0 where none do. */
  readonly bytes: number;
  /** The paths, the biggest first; empty where it is about a layer as a whole. */
  readonly nodes: readonly Node[];
  /** The layer that wrote it; `null` where none alone did. */
  readonly layer: number | null;
  /** Dead bytes: the layer by which they died, and why. */
  readonly endedBy: number | null;
  readonly cause: Cause | null;
  /** What to change, in words of ours; `null` where nothing can be said. */
  readonly advice: string | null;
  /** The page that says so. */
  readonly source: string | null;
  /** True where nothing can be changed about it; such ones stand behind all others. */
  readonly inevitable?: boolean;
  /** True if the base image wrote it and removed it again: only another base changes that. Listed behind all others. */
  readonly baseOnly?: boolean;
}

/** What a file of rules lets pass until a day. */
export interface Ignore {
  /** The rule, by its key; `null` where any rule about paths is meant. */
  readonly rule: string | null;
  /** The paths; `null` where the rule is ignored as a whole. */
  readonly path: string | null;
  readonly reason: string;
  /** The last day on which it counts, `YYYY-MM-DD`, in UTC; `null` if it counts for good. */
  readonly until: string | null;
}

/** True where an ignore names the rule, or all of its kind. */
export function ignoreMeans({ rule }: Ignore, { kind, name }: Rule): boolean {
  return rule === kind.key || rule === name;
}

/** Rules about waste: an ignore with a path leaves dead copies out of their sums. */
const WASTE_RULES: ReadonlySet<string> = new Set([
  "lowestEfficiency",
  "highestWastedBytes",
  "highestWastedPercent",
  "highestWastedBytesAboveBase",
  "lowestEfficiencyAboveBase",
  "newWastedBytes",
  "lostEfficiency",
]);

/** True for the key of a rule about waste. */
export function isAboutWaste(rule: string | null): boolean {
  return rule !== null && WASTE_RULES.has(rule);
}

/** True if an ignore no longer counts on a day, `YYYY-MM-DD`. */
export function isOver({ until }: Ignore, today: string): boolean {
  return until !== null && until < today;
}

/** What an ignore has to do with a rule that fails, or would without it. */
export interface Ignored {
  readonly ignore: Ignore;
  /** True where its day is over: what it covers counts again. */
  readonly expired: boolean;
  /** What it covers; 0 where it is about the rule as a whole. */
  readonly paths: number;
  readonly bytes: number;
}

/** `passed`: it holds. `warned`: it does not, yet the gate stays open. `failed`: it closes the gate. */
export type Status = "passed" | "warned" | "failed";

/** What a rule says of an image: the one model that all reports tell. */
export interface Verdict extends Measured<Rule> {
  /** `pass` is whether the rule holds, ignored paths aside; this is what follows. */
  readonly status: Status;
  /** What stands behind it where it does not hold, the most bytes first. */
  readonly offenders: readonly RuleOffender[];
  readonly ignored: readonly Ignored[];
  /** How far it is from holding; `null` where it holds, or where that is no number. */
  readonly toPass: ToPass | null;
}

/** The gate is open while no rule has failed. */
export function gatePasses(verdicts: readonly Verdict[]): boolean {
  return verdicts.every(({ status }) => status !== "failed");
}
