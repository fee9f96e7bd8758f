import type { Base } from "../analysis/base.js";
import type { GateOutcome } from "../analysis/gate.js";
import type { Leftover } from "../analysis/leftovers.js";
import type { Printable } from "../text/escape.js";

/** What the gate found, for its reports. */
export interface CiResult
  extends Pick<GateOutcome, "analysis" | "pass" | "verdicts" | "blame" | "unused" | "forbidden"> {
  /** Where the base ends, `null` where that does not show; `counted` where rules were told to take it out. */
  readonly base: { readonly found: Base | null; readonly counted: boolean };
  /** What new things were held against, as the user knows it; `null` where nothing was. */
  readonly baseline: { readonly name: Printable; readonly updated: boolean } | null;
  /** The file that rules came from; `null` where there is none. */
  readonly rulesFile: Printable | null;
  /** What is alive and could go; empty where nobody is going to tell. */
  readonly leftovers: readonly Leftover[];
}
