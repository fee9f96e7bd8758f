import type { Scope } from "../files/files-state.js";
import type { Key } from "../keys/key-words.js";
import type { Pane } from "../layout.js";

/** What the cell of the screen stands for that the mouse points at. */
export type Spot =
  | {
      readonly is: "row";
      readonly pane: Pane;
      /** Number of the row in the pane's whole list. */
      readonly row: number;
      /** In the tree: the half that the row belongs to. */
      readonly scope: Scope;
      /** The cell is the mark that folds a folder or a group of waste. */
      readonly mark: boolean;
    }
  /** A pane's border, or the room below its rows. */
  | { readonly is: "pane"; readonly pane: Pane; readonly scope: Scope }
  /** An item of a list that fills the screen: on a page, or of images to choose from. */
  | { readonly is: "item"; readonly index: number }
  | { readonly is: "page" }
  /** A key in the line at the bottom. */
  | { readonly is: "key"; readonly key: Key };
