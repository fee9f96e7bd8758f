import { listOf } from "../pane-list.js";
import type { State } from "../state.js";
import { groupingShown, type WasteRow } from "./grouping.js";
import type { WasteRows } from "./waste-rows.js";

/** The name of the pane, which in a comparison shows the differences. */
export const WASTE_PANE = "waste";

/** Returns the rows of the list; copies without causes, until these are known. */
export function wasteRows({ subject, waste }: State): WasteRows {
  if (waste.state === "failed") return NONE;
  const copies = waste.copies ?? subject.analysis.copies;
  return subject.wasteLists.rows(copies, groupingShown(waste), waste.opened);
}

/** Returns the number of rows of the list: waste, or differences between two images. */
export function listedCount(state: State): number {
  return state.subject.comparison?.reasons.length ?? wasteRows(state).count;
}

/** Returns the selected row. */
export function chosenWaste(state: State): WasteRow | null {
  return wasteRows(state).at(listOf(state, WASTE_PANE).cursor);
}

const NONE: WasteRows = { count: 0, mostCopies: 0, groups: null, at: () => null };
