import type { Printable } from "../text/escape.js";
import type { Look, Row } from "./drawing/row.js";
import type { Area } from "./layout.js";
import type { State } from "./state.js";

/** What a pane shows: the parts of its title, and the rows of its window. */
export interface PaneView {
  title(state: State, area: Area): Printable[];
  rows(state: State, area: Area, look: Look): Row[];
  /** Which rows of how many are visible; not for a pane without a list. */
  position?(state: State, area: Area): Printable;
  /** The number of lines of its current text, in a pane of some columns. */
  lines?(state: State, columns: number): number;
  /** The cursor's path in full; empty if there is none. */
  foot?(state: State): Printable;
}

/** What the screen shows of one image, or of two that are compared. */
export interface SubjectPanes {
  header(state: State, look: Look): Row;
  readonly layers: PaneView;
  readonly detail: PaneView;
  readonly waste: PaneView;
  readonly files: PaneView;
  /** The title of the page with all details. */
  pageTitle(state: State): Printable[];
  /** What the chosen instruction made, for the title of its page. */
  made(state: State): string;
}
