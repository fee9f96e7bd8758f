import type { EntryId } from "../columns/entry-table.js";
import type { Node } from "../file-tree.js";

/** The rows of a layer of which each is what the layer has at its path in the end. */
export interface Standing {
  /** Sorted by node. */
  readonly rows: Int32Array;
  /** The node of each of `rows`. */
  readonly nodes: Int32Array;
  /** Regular files that do not stand. */
  readonly repeated: readonly EntryId[];
  /** Folders that have rows below them and no row of their own, without the root; sorted. */
  readonly unlisted: readonly Node[];
}
