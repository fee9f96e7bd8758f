import type { EntryId } from "../columns/entry-table.js";
import type { Node } from "../file-tree.js";

/** The final rows of a layer: for each path, the row that counts after the whole archive is unpacked. */
export interface Standing {
  /** Sorted by node. */
  readonly rows: Int32Array;
  /** The node of each of `rows`. */
  readonly nodes: Int32Array;
  /** Regular files that a later member of the archive replaces. */
  readonly repeated: readonly EntryId[];
  /** Folders without a row of their own that have rows below them, without the root; sorted. */
  readonly unlisted: readonly Node[];
}
