import type { Action, PointerAction } from "../action.js";
import { areaOf, type Layout } from "../layout.js";
import { definitionOf } from "../pages/pages.js";
import { paneOf } from "../panes.js";
import type { State } from "../state.js";
import type { ClickTarget } from "./click-target.js";

/** The number of rows that one step of the wheel scrolls. */
const NOTCH = 3;

/**
 * Returns the actions for a mouse event. A click gives a pane the focus and selects the row; on the mark of a
 * folder or group it opens or closes it; on the selected row it opens the row. The wheel scrolls the list
 * under the pointer and does not change the focus.
 */
export function actionsOfPointer(state: State, { on: click, what }: PointerAction): Action[] {
  // A click must not close an open prompt by accident.
  if (state.prompt !== null) return [];
  if (what !== "press") return turned(state, click, what === "wheel-up" ? -NOTCH : NOTCH);
  if (click.is === "item") return onItem(state, click.index);
  // Clicks on keys are handled with the keys: see `explore`.
  if (click.is === "key" || click.is === "page") return [];
  const pane = paneOf(click.pane);
  const half = pane.beforeClick?.(state, click.scope) ?? [];
  const focus: Action[] = [{ type: "focus", pane: click.pane }, ...half];
  if (click.is === "pane") return focus;
  const isThere = state.focus === click.pane && half.length === 0;
  const isChosen = isThere && pane.list.cursor(state) === click.row;
  const chosen: Action[] = [...focus, { type: "select", pane: click.pane, row: click.row }];
  if (click.mark) return [...chosen, pane.onMark ?? { type: "open" }];
  return isChosen ? [{ type: "open" }] : chosen;
}

/** Returns the actions for the wheel: it scrolls the list under the pointer, by rows. */
function turned(state: State, click: ClickTarget, by: number): Action[] {
  if (click.is === "key") return [];
  if (click.is === "page" || click.is === "item") return moves(by);
  const half = paneOf(click.pane).beforeClick?.(state, click.scope) ?? [];
  return [...half, { type: "scroll", pane: click.pane, by }];
}

/** Returns the actions for a click on an item of a page's list: selects it, or opens it if it is selected. */
function onItem(state: State, index: number): Action[] {
  const page = state.pages.at(-1);
  const cursor = page && definitionOf(page).cursor?.(page);
  if (cursor === undefined) return [];
  const by = index - cursor;
  return by === 0 ? [{ type: "open" }] : moves(by);
}

function moves(by: number): Action[] {
  return Array.from({ length: Math.abs(by) }, () => ({ type: "move", to: by < 0 ? "up" : "down" }));
}

/** Scrolls a pane's list. If the cursor would be outside of the visible part, it moves, too. */
export function scrolledBy(state: State, layout: Layout, { pane, by }: { pane: string; by: number }): State {
  const { list, parts } = paneOf(pane);
  const full = areaOf(layout, pane);
  // The part with the cursor shows the state itself.
  const active = full && parts?.(state, full).find((part) => part.state === state);
  const area = active?.area ?? full;
  const [columns, height] = [area?.columns ?? 0, area?.rows ?? 0];
  const before = list.top(state);
  const top = Math.max(Math.min(before + by, list.lineCount(state, columns) - height), 0);
  if (top === before) return state;
  const kept = list.rowWithin(state, { top, height, columns });
  const at = kept === list.cursor(state) ? state : list.selected(state, kept);
  return list.withTop(at, top);
}

/** Returns the message after the mouse is switched on or off. */
export function mouseNotice({ on }: { readonly on: boolean }): string {
  return on ? "the mouse is on; shift and drag select text" : "the mouse is off: the terminal selects text";
}
