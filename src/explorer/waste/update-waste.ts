import type { WastedCopy } from "../../analysis/waste/causes.js";
import { openReason } from "../comparison/listed-reasons.js";
import { listOf, plainList, withList } from "../pane-list.js";
import type { State } from "../state.js";
import { goToCopy } from "./go-to-copy.js";
import { nextGrouping } from "./grouping.js";
import { chosenWaste, listedCount, WASTE_PANE, wasteRows } from "./shown-waste.js";

/** Shows the next grouping. */
export function inNextGrouping(state: State): State {
  const { by, leftOut } = nextGrouping(state.waste);
  const notice = leftOut.length === 0 ? null : LEFT_OUT;
  const waste = { ...state.waste, by, opened: new Set<number>() };
  return withList({ ...state, notice, waste }, WASTE_PANE, { cursor: 0, top: 0 });
}

const LEFT_OUT = "advice and causes are not known yet";

/**
 * Returns the state after the causes were found. If the user has selected a row already, the grouping stays;
 * otherwise the list is grouped by advice.
 */
export function foundWaste(state: State, copies: readonly WastedCopy[]): State {
  const { opened, by } = state.waste;
  const isUsed = listOf(state, WASTE_PANE).cursor > 0 || opened.size > 0;
  const kept = by === "advice" && isUsed ? "instruction" : by;
  return { ...state, waste: { ...state.waste, state: "found", copies, by: kept } };
}

/** Returns the state after `⏎` on the list: goes to a copy, opens or closes a group of several copies. */
function openWaste(state: State): State {
  if (state.subject.comparison !== null) return openReason(state);
  const row = chosenWaste(state);
  if (row === null || !isSorted(state)) return state;
  if ("copy" in row) return goToCopy(state, row.copy);
  const [copy, ...others] = row.group.copies;
  if (others.length === 0) return goToCopy(state, copy);
  const opened = new Set(state.waste.opened);
  if (!opened.delete(row.index)) opened.add(row.index);
  return { ...state, waste: { ...state.waste, opened } };
}

/** Returns true if the order of the copies is final: an open group must not change below the cursor. */
function isSorted({ waste }: State): boolean {
  return waste.state !== "looking" || waste.copies !== null;
}

/** Closes the group of the cursor. */
export function withGroupClosed(state: State): State {
  const rows = wasteRows(state);
  let at = listOf(state, WASTE_PANE).cursor;
  while (at > 0 && !isGroup(rows.at(at))) at--;
  const row = rows.at(at);
  if (row === null || !("group" in row)) return state;
  const opened = new Set(state.waste.opened);
  opened.delete(row.index);
  return withList({ ...state, waste: { ...state.waste, opened } }, WASTE_PANE, { cursor: at });
}

function isGroup(row: ReturnType<typeof chosenWaste>): boolean {
  return row !== null && "group" in row;
}

/** The list of wasted copies, of groups of them, or of the differences between two images. */
export const WASTE_LIST = plainList(WASTE_PANE, { count: listedCount, opened: openWaste });
