import type { LayerMembers, MemberRows } from "./members.js";
import type { SortedPaths } from "./sorted-paths.js";

/**
 * The changes of one layer to the filesystem below it, with the numbers of the tree. All lists are sorted by
 * node.
 */
interface LayerColumns {
  /** The paths that the layer writes, including implied folders, and the row of each. */
  readonly nodes: Int32Array;
  readonly entries: Int32Array;
  /** Half-open ranges of nodes (start, end, start, end …) that the layer hides. They do not overlap. */
  readonly hidden: Int32Array;
  readonly whiteouts: Int32Array;
  readonly opaques: Int32Array;
  /** Rows of regular files that a later member of the same archive replaces. */
  readonly repeated: Int32Array;
}

/**
 * The merged layers of one image, as plain columns that a cache can keep. The rows of a layer follow those of the
 * layer below, in the order of its archive. Rows of folders that no archive lists come last.
 */
export interface TreeColumns {
  /** The paths of all layers. */
  readonly paths: SortedPaths;
  /** The path of each row. */
  readonly rowNode: Int32Array;
  /** For each row, the row with the content; −1 for a broken hard link. */
  readonly inode: Int32Array;
  /** For the last rows, which are folders that no archive lists: their layers. */
  readonly impliedLayer: Uint16Array;
  /** From the lowest up. */
  readonly layers: readonly LayerColumns[];
  /** For each node, the row that a container sees, or −1. */
  readonly rootfs: Int32Array;
}

/** The members of a layer without their paths, which are in the tree. */
export interface LayerRows extends Pick<LayerMembers, "memberCount" | "root"> {
  readonly rows: Omit<MemberRows, "node">;
}

/** A tree that an earlier run merged. */
export interface RecalledTree {
  readonly columns: TreeColumns;
  /** For each layer, from the lowest up; `null` for a missing layer. */
  readonly layers: readonly (LayerRows | null)[];
}

/** Keeps the merged layers of one image for the next run. */
export interface TreeMemory {
  /**
   * Returns the tree of an earlier run; `null` if none was kept. Layers are not read.
   * @throws LayerxError as reading the layers
   */
  recall(): Promise<RecalledTree | null>;
  /** Keeps the tree if all layers of the image are kept as well. */
  keep(columns: TreeColumns): Promise<void>;
}
