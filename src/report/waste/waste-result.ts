import type { Analysis } from "../../analysis/analyze.js";
import type { WastedCopy } from "../../analysis/waste/causes.js";
import type { Duplicate } from "../../analysis/waste/duplicates.js";
import type { Grouping } from "../../analysis/waste/waste-groups.js";

/** The result of `waste`, and the options for showing it. */
export interface WasteResult {
  readonly analysis: Analysis;
  /** All copies, the biggest first. */
  readonly copies: readonly WastedCopy[];
  /** How to group the copies; `null` to list them separately. */
  readonly by: Grouping | null;
  /** The number of rows to list; `null` for all. */
  readonly top: number | null;
  /** `null` if not requested. */
  readonly duplicates: readonly Duplicate[] | null;
}
