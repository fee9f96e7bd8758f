import type { WastedCopy } from "../../analysis/waste/causes.js";
import { openReason } from "../comparison/listed-reasons.js";
import { type List, moved, scrolled } from "../list.js";
import type { PaneList } from "../pane-list.js";
import type { State } from "../state.js";
import { goToCopy } from "./go-to-copy.js";
import { nextGrouping } from "./grouping.js";
import { chosenWaste, listedCount, wasteRows } from "./shown-waste.js";

export type WasteAction =
  /** Shows the next grouping. */
  | { readonly type: "next-grouping" }
  /** Closes the group of the cursor. */
  | { readonly type: "close-group" };

/** Returns the state after an action on the list of waste. */
export function updateWaste(state: State, action: WasteAction): State {
  const { waste } = state;
  if (action.type === "close-group") return closed(state);
  const { by, leftOut } = nextGrouping(waste);
  const notice = leftOut.length === 0 ? null : LEFT_OUT;
  return { ...state, notice, waste: { ...waste, by, opened: new Set(), list: { cursor: 0, top: 0 } } };
}

const LEFT_OUT = "advice and causes are left out: they are still being looked for";

/**
 * Returns the state after the causes were found. If the user has selected a row already, the grouping stays;
 * otherwise the list is grouped by advice.
 */
export function foundWaste(state: State, copies: readonly WastedCopy[]): State {
  const { list, opened, by } = state.waste;
  const isUsed = list.cursor > 0 || opened.size > 0;
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

function closed(state: State): State {
  const { waste } = state;
  const rows = wasteRows(state);
  let at = waste.list.cursor;
  while (at > 0 && !isGroup(rows.at(at))) at--;
  const row = rows.at(at);
  if (row === null || !("group" in row)) return state;
  const opened = new Set(waste.opened);
  opened.delete(row.index);
  return { ...state, waste: { ...waste, opened, list: { ...waste.list, cursor: at } } };
}

function isGroup(row: ReturnType<typeof chosenWaste>): boolean {
  return row !== null && "group" in row;
}

/** The list of wasted copies, of groups of them, or of the differences between two images. */
export const WASTE_LIST: PaneList = {
  cursor: ({ waste }) => waste.list.cursor,
  top: ({ waste }) => waste.list.top,
  lineCount: listedCount,
  rowWithin: ({ waste: { list } }, { top, height }) => Math.max(Math.min(list.cursor, top + height - 1), top),
  selected: (state, cursor) => withList(state, { cursor }),
  withTop: (state, top) => withList(state, { top }),
  moved: (state, to, { waste: area }) => {
    const sizes = { count: listedCount(state), height: area?.rows ?? 0 };
    return withList(state, { cursor: moved(state.waste.list.cursor, to, sizes) });
  },
  opened: openWaste,
  settled: (state, _, { waste: area }) => {
    const { list } = state.waste;
    const count = listedCount(state);
    const cursor = Math.max(Math.min(list.cursor, count - 1), 0);
    if (area === null) return withList(state, { cursor });
    return withList(state, { cursor, top: scrolled(list.top, cursor, { count, height: area.rows }) });
  },
};

function withList(state: State, list: Partial<List>): State {
  return { ...state, waste: { ...state.waste, list: { ...state.waste.list, ...list } } };
}
