import type { Printable } from "../text/escape.js";
import type { Area } from "./drawing/area.js";
import type { Look, Row } from "./drawing/row.js";
import type { State } from "./state.js";

/** The contents of a pane: the parts of its title, and the visible rows. */
export interface PaneView {
  title(state: State, area: Area): Printable[];
  rows(state: State, area: Area, look: Look): Row[];
  /** Returns the position of the visible rows; missing for a pane without a list. */
  position?(state: State, area: Area): Printable;
  /** Returns the number of lines of its current text, in a pane of some columns. */
  lines?(state: State, columns: number): number;
  /** Returns the full path of the cursor; empty if there is none. */
  foot?(state: State): Printable;
}

/** The views of the panes, for one image or for a comparison. */
export interface SubjectPanes {
  header(state: State, look: Look): Row;
  readonly layers: PaneView;
  readonly detail: PaneView;
  readonly waste: PaneView;
  readonly files: PaneView;
  /** Returns the title of the page with all details. */
  pageTitle(state: State): Printable[];
  /** Returns the result of the chosen instruction, for the title of its page. */
  made(state: State): string;
}
