import type { Action, PointerAction } from "../action.js";
import type { Layout, Pane } from "../layout.js";
import { isList } from "../pages/page.js";
import { PANE_LISTS } from "../panes.js";
import type { State } from "../state.js";
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
  const isChosen = isThere && PANE_LISTS[click.pane].cursor(state) === click.row;
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

/** A pane's list moved on in its window; the cursor comes along where it would be left behind. */
export function scrolledBy(state: State, layout: Layout, { pane, by }: { pane: Pane; by: number }): State {
  const list = PANE_LISTS[pane];
  const area =
    pane === "files" && state.files.scope === "all" ? (layout.everything ?? layout.files) : layout[pane];
  const [columns, height] = [area?.columns ?? 0, area?.rows ?? 0];
  const before = list.top(state);
  const top = Math.max(Math.min(before + by, list.lineCount(state, columns) - height), 0);
  if (top === before) return state;
  const kept = list.rowWithin(state, { top, height, columns });
  const at = kept === list.cursor(state) ? state : list.selected(state, kept);
  return list.withTop(at, top);
}

/** What is said when the mouse is switched on or off. */
export function mouseNotice({ on }: { readonly on: boolean }): string {
  return on ? "the mouse is on; shift and drag select text" : "the mouse is off: it selects text";
}
