import type { Layout } from "./layout.js";
import type { Move } from "./list.js";
import type { State } from "./state.js";

/** The visible lines of a list. */
interface ListWindow {
  readonly top: number;
  readonly height: number;
  readonly columns: number;
}

/**
 * The functions by which keys and the mouse change the list of a pane. The cursor is on a row. The window
 * shows lines: a row may have several lines, and some lines belong to no row.
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
  moved(state: State, to: Move, layout: Layout): State;
  /** Returns the state after `⏎` on the cursor's row. */
  opened(state: State): State;
  /** Returns the state in which the cursor's row is visible. `before` is the state before the last action. */
  settled(state: State, before: State, layout: Layout): State;
}
