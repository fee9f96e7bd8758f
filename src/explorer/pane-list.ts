import type { Layout } from "./layout.js";
import type { Move } from "./list.js";
import type { State } from "./state.js";

/** Lines of a list that are visible. */
interface ListWindow {
  readonly top: number;
  readonly height: number;
  readonly columns: number;
}

/**
 * How keys and the mouse change the list of a pane. The cursor is on a row. A window shows lines: a row may have several lines, and a
 * line may belong to no row.
 */
export interface PaneList {
  cursor(state: State): number;
  /** The first visible line. */
  top(state: State): number;
  lineCount(state: State, columns: number): number;
  /** The row nearest to the cursor that is in a window. */
  rowWithin(state: State, window: ListWindow): number;
  selected(state: State, row: number): State;
  withTop(state: State, top: number): State;
  moved(state: State, to: Move, layout: Layout): State;
  /** `⏎` on the cursor's row. */
  opened(state: State): State;
  /** The state with the cursor's row in the window, after another state. */
  settled(state: State, before: State, layout: Layout): State;
}
