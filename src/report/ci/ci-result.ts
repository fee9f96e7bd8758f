import type { GateOutcome } from "../../analysis/gate/gate.js";
import type { Leftover } from "../../analysis/leftovers/leftovers.js";
import type { Printable } from "../../text/escape.js";
import type { BaseFinding } from "../image/base-facts.js";

/** The result of the gate, for its reports. */
export interface CiResult
  extends Pick<
    GateOutcome,
    | "analysis"
    | "pass"
    | "verdicts"
    | "imageOffenders"
    | "unused"
    | "unmatched"
    | "notInBaseline"
    | "grownKnown"
    | "forbidden"
  > {
  readonly base: BaseFinding;
  /** The baseline, as the user named it; `null` without one. */
  readonly baseline: { readonly name: Printable; readonly updated: boolean } | null;
  /** The file that the rules were read from; `null` if there is none. */
  readonly rulesFile: Printable | null;
  /** Files that the image does not need; empty if no output shows them. */
  readonly leftovers: readonly Leftover[];
}
