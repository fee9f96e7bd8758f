import type { Action, PointerAction } from "../action.js";
import { filesView } from "../files/files-view.js";
import { layerListLines, lineOfRow, rowOfLine } from "../layers/layer-list.js";
import type { Layout, Pane } from "../layout.js";
import { isList } from "../pages/page.js";
import type { State } from "../state.js";
import { rowInWindow, wasteLines } from "../waste/waste-lines.js";
import type { ClickTarget } from "./click-target.js";

/** Rows that a notch of the wheel scrolls by. */
const NOTCH = 3;

/**
 * What a mouse means by what it did. A press gives a pane the focus and chooses the row, on the mark of a folder or group it folds,
 * on the row that is chosen already it opens; the wheel scrolls what is below the pointer and leaves the focus where it is.
 */
export function meantBy(state: State, { on: click, what }: PointerAction): Action[] {
  // What is being typed is not to be left by accident.
  if (state.prompt !== null) return [];
  if (what !== "press") return turned(state, click, what === "wheel-up" ? -NOTCH : NOTCH);
  if (click.is === "item") return onItem(state, click.index);
  // A key is pressed where keys are read: see `explore`.
  if (click.is === "key" || click.is === "page") return [];
  const half = toHalf(state, click);
  const focus: Action[] = [{ type: "focus", pane: click.pane }, ...half];
  if (click.is === "pane") return focus;
  const isThere = state.focus === click.pane && half.length === 0;
  const isChosen = isThere && cursorOf(state, click.pane) === click.row;
  const chosen: Action[] = [...focus, { type: "select", pane: click.pane, row: click.row }];
  if (click.mark) return [...chosen, { type: click.pane === "files" ? "toggle-fold" : "open" }];
  return isChosen ? [{ type: "open" }] : chosen;
}

/** The half of the tree that was pointed at takes the cursor. */
function toHalf(state: State, { pane, scope }: Extract<ClickTarget, { pane: Pane }>): Action[] {
  return pane === "files" && scope !== state.files.scope ? [{ type: "switch-scope" }] : [];
}

/** The wheel scrolls what is below the pointer, by rows. */
function turned(state: State, click: ClickTarget, by: number): Action[] {
  if (click.is === "key") return [];
  if (click.is === "page" || click.is === "item") return moves(by);
  return [...toHalf(state, click), { type: "scroll", pane: click.pane, by }];
}

/** An item of a page's list is chosen, and opened where it is already. */
function onItem(state: State, index: number): Action[] {
  const page = state.pages.at(-1);
  if (page === undefined || !isList(page)) return [];
  const by = index - page.list.cursor;
  return by === 0 ? [{ type: "open" }] : moves(by);
}

function moves(by: number): Action[] {
  return Array.from({ length: Math.abs(by) }, () => ({ type: "move", to: by < 0 ? "up" : "down" }));
}

function cursorOf(state: State, pane: Pane): number {
  if (pane === "files") return filesView(state).cursor;
  return pane === "layers" ? state.layers.cursor : state.waste.list.cursor;
}

/** The state with a row of a pane's list chosen. */
export function selected(state: State, pane: Pane, row: number): State {
  if (pane === "layers") return { ...state, layers: { ...state.layers, cursor: row } };
  if (pane === "waste") {
    return { ...state, waste: { ...state.waste, list: { ...state.waste.list, cursor: row } } };
  }
  const node = filesView(state).rows.at(row);
  return node === undefined ? state : { ...state, files: { ...state.files, chosen: node } };
}

/** A pane's list moved on in its window; the cursor comes along where it would be left behind. */
export function scrolledBy(state: State, layout: Layout, { pane, by }: { pane: Pane; by: number }): State {
  const area =
    pane === "files" && state.files.scope === "all" ? (layout.everything ?? layout.files) : layout[pane];
  const columns = area?.columns ?? 0;
  const count = countOf(state, pane, columns);
  const height = area?.rows ?? 0;
  const before = { layers: state.layers.top, files: state.files.top, waste: state.waste.list.top }[pane];
  const top = Math.max(Math.min(before + by, count - height), 0);
  if (top === before) return state;
  const cursor = cursorOf(state, pane);
  const kept = rowWithin(state, pane, { top, height, columns });
  const at = kept === cursor ? state : selected(state, pane, kept);
  if (pane === "layers") return { ...at, layers: { ...at.layers, top } };
  if (pane === "files") return { ...at, files: { ...at.files, top } };
  return { ...at, waste: { ...at.waste, list: { ...at.waste.list, top } } };
}

/** How many lines a pane's list has: in the list of layers one may be none of its rows, in the waste a row may have several. */
function countOf(state: State, pane: Pane, columns: number): number {
  if (pane === "layers") return layerListLines(state.subject.layerList);
  if (pane === "files") return filesView(state).rows.length;
  return wasteLines(state, columns).count;
}

/** The row that the cursor moves to, so that it stays in a window. */
function rowWithin(
  state: State,
  pane: Pane,
  { top, height, columns }: { readonly top: number; readonly height: number; readonly columns: number },
): number {
  const within = (line: number) => Math.max(Math.min(line, top + height - 1), top);
  const cursor = cursorOf(state, pane);
  if (pane === "files") return within(cursor);
  if (pane === "waste") return rowInWindow(wasteLines(state, columns), cursor, { top, height });
  const { layerList } = state.subject;
  const line = within(lineOfRow(layerList, cursor));
  return rowOfLine(layerList, line) ?? (cursor < line ? line : line - 1);
}

/** What is said when the mouse is switched on or off. */
export function mouseNotice({ on }: { readonly on: boolean }): string {
  return on ? "the mouse is on; shift and drag select text" : "the mouse is off: it selects text";
}
