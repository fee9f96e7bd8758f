import type { Analysis } from "../../analysis/analyze.js";
import type { Duplicate } from "../../analysis/waste/duplicates.js";
import type { DeadCopy } from "../../analysis/waste/waste.js";
import type { Grouping } from "../../analysis/waste/waste-groups.js";

/** What `waste` found and was asked to show. */
export interface WasteResult {
  readonly analysis: Analysis;
  /** All of them, biggest first. */
  readonly copies: readonly DeadCopy[];
  /** Add the copies up; `null` lists them one by one. */
  readonly by: Grouping | null;
  /** Rows to list; `null` lists all. */
  readonly top: number | null;
  /** `null` if not requested. */
  readonly duplicates: readonly Duplicate[] | null;
}
