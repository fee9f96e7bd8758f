import type { Analysis } from "../analysis/analyze.js";
import type { Blame } from "../analysis/blame.js";
import type { Leftover } from "../analysis/leftovers.js";
import type { Verdict } from "../analysis/rules.js";
import type { Printable } from "../text/escape.js";

/** What the gate found, for its reports. */
export interface CiResult {
  readonly analysis: Analysis;
  readonly pass: boolean;
  readonly verdicts: readonly Verdict[];
  /** The file that rules came from; `null` where there is none. */
  readonly rulesFile: Printable | null;
  readonly blame: Blame;
  /** What is alive and could go; empty where nobody is going to tell. */
  readonly leftovers: readonly Leftover[];
}
