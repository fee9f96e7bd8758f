import type { FilesScope } from "../files/files-state.js";
import type { Key } from "../keys/key-names.js";

/** The target of a click on a cell of the screen. */
export type ClickTarget =
  | {
      readonly is: "row";
      readonly pane: string;
      /** The number of the row in the pane's whole list. */
      readonly row: number;
      /** In the tree: the half with the row. */
      readonly scope: FilesScope;
      /** True if the cell is the mark that opens and closes a folder or a group. */
      readonly mark: boolean;
    }
  /** A pane's border, or the space below its rows. */
  | { readonly is: "pane"; readonly pane: string; readonly scope: FilesScope }
  /** An item of a list that fills the screen: on a page, or of images to choose from. */
  | { readonly is: "item"; readonly index: number }
  | { readonly is: "page" }
  /** A key in the footer. */
  | { readonly is: "key"; readonly key: Key };

/** The part of the state that a click on the tree depends on. */
interface WithScope {
  readonly files: { readonly scope: FilesScope };
}

/** Returns the target of a click on a row of a pane's list; `row` counts from the first row of the list. */
export function rowClickTarget(
  pane: string,
  row: number,
  { files }: WithScope,
): Extract<ClickTarget, { is: "row" }> {
  return { is: "row", pane, row, scope: files.scope, mark: false };
}
