import type { Printable } from "../text/escape.js";
import type { Action } from "./action.js";
import type { Copied } from "./clipboard.js";
import type { Area } from "./drawing/area.js";
import type { Look, Row } from "./drawing/row.js";
import type { FilesScope } from "./files/files-state.js";
import type { Binding } from "./keys/binding.js";
import type { PaneList } from "./pane-list.js";
import type { State } from "./state.js";

/** A pane: its keys, its place, its list, and what it shows. A missing function has no effect. */
export interface PaneDefinition {
  readonly name: string;
  /** The key that selects the pane. */
  readonly selects: Pick<Binding, "keys" | "title" | "footer">;
  /** The keys of the pane. */
  readonly keys: readonly Binding[];
  readonly column: "left" | "right";
  /**
   * Returns the rows that the pane needs, and the rows that it can use, in a column with `rows` rows. The first
   * pane of a column also gets the rest.
   */
  height?(state: State, rows: number): Height;
  /** Returns the columns that the rows of the pane need. */
  width?(state: State): number;
  readonly list: PaneList;
  /** Returns the view for one image, or for a comparison. */
  view(state: State): PaneView;
  /** Returns the text about the selected row; `null` if there is none. */
  detail?(state: State): PaneDetail | null;
  /** Returns the parts of a pane that is split. Each shows the view of a state of its own. */
  parts?(state: State, area: Area): readonly PanePart[];
  /** Returns the text that y copies; by default the path that is chosen in the files. */
  copied?(state: State): Copied;
  /** Returns the word in the footer for `⏎` on the selected row. */
  openWord?(state: State, usual: string): string;
  /** Returns the actions to do before a click in a part of the pane. */
  beforeClick?(state: State, scope: FilesScope): Action[];
  /** The action of a click on the mark of a row; by default `open`. */
  readonly onMark?: Action;
}

/** Numbers of rows. */
export interface Height {
  readonly least: number;
  readonly most: number;
}

/** The contents of a pane: the parts of its title, and the visible rows. */
export interface PaneView {
  title(state: State, area: Area): readonly Printable[];
  rows(state: State, area: Area, look: Look): Row[];
  /** Returns the position of the visible rows. */
  position(state: State, area: Area): Printable;
  /** Returns the full path of the cursor; empty if there is none. */
  foot?(state: State): Printable;
}

export interface PanePart {
  readonly state: State;
  readonly area: Area;
}

/** A text about the selected row, in a pane below its list. */
export interface PaneDetail {
  readonly title: readonly Printable[];
  rows(area: Area): Row[];
  /** Returns the number of its lines in a pane of some columns; missing if it takes as many as there are. */
  lines?(columns: number): number;
}
