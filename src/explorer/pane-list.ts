import type { Area } from "./drawing/area.js";
import { type List, type Move, moved, scrolled } from "./list.js";
import type { State } from "./state.js";

/** The visible lines of a list. */
interface ListWindow {
  readonly top: number;
  readonly height: number;
  readonly columns: number;
}

/**
 * The functions by which keys and the mouse change the list of a pane. The cursor is on a row. The window
 * shows lines: a row may have several lines, and some lines belong to no row. `area` is that of the pane;
 * `null` if the pane does not fit on the screen.
 */
export interface PaneList {
  cursor(state: State): number;
  /** Returns the first visible line. */
  top(state: State): number;
  lineCount(state: State, columns: number): number;
  /** Returns the row in a window that is nearest to the cursor. */
  rowWithin(state: State, window: ListWindow): number;
  selected(state: State, row: number): State;
  withTop(state: State, top: number): State;
  moved(state: State, to: Move, area: Area | null): State;
  /** Returns the state after `⏎` on the cursor's row. */
  opened(state: State): State;
  /** Returns the state in which the cursor's row is visible. `before` is the state before the last action. */
  settled(state: State, before: State, area: Area | null): State;
}

const START: List = { cursor: 0, top: 0 };

/** Returns the position in the list of a pane whose list is in `State.lists`. */
export function listOf({ lists }: Pick<State, "lists">, pane: string): List {
  return lists[pane] ?? START;
}

/** Returns the state with another position in the list of a pane. */
export function withList(state: State, pane: string, list: Partial<List>): State {
  return { ...state, lists: { ...state.lists, [pane]: { ...listOf(state, pane), ...list } } };
}

/** Returns a list whose rows have one line each, with its position in `State.lists`. */
export function plainList(
  pane: string,
  { count, opened }: { count(state: State): number; opened(state: State): State },
): PaneList {
  const cursorOf = (state: State) => listOf(state, pane).cursor;
  return {
    cursor: cursorOf,
    top: (state) => listOf(state, pane).top,
    lineCount: count,
    rowWithin: (state, { top, height }) => Math.max(Math.min(cursorOf(state), top + height - 1), top),
    selected: (state, cursor) => withList(state, pane, { cursor }),
    withTop: (state, top) => withList(state, pane, { top }),
    moved: (state, to, area) => {
      const sizes = { count: count(state), height: area?.rows ?? 0 };
      return withList(state, pane, { cursor: moved(cursorOf(state), to, sizes) });
    },
    opened,
    settled: (state, _, area) => {
      const rows = count(state);
      const cursor = Math.max(Math.min(cursorOf(state), rows - 1), 0);
      if (area === null) return withList(state, pane, { cursor });
      const top = scrolled(listOf(state, pane).top, cursor, { count: rows, height: area.rows });
      return withList(state, pane, { cursor, top });
    },
  };
}
