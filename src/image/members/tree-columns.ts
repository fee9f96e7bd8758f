import type { LayerMembers, MemberRows } from "./members.js";
import type { SortedPaths } from "./sorted-paths.js";

/** What one layer does to the filesystem below it, in the numbers of the tree. All lists are sorted by node. */
interface LayerColumns {
  /** The paths that the layer writes, with folders that it only implies, and the row of each. */
  readonly nodes: Int32Array;
  readonly entries: Int32Array;
  /** Half-open ranges of nodes (start, end, start, end …) that the layer hides. They do not overlap. */
  readonly hidden: Int32Array;
  readonly whiteouts: Int32Array;
  readonly opaques: Int32Array;
  /** Rows of regular files that the same archive replaces further on. */
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
  /** The row that has the content of each row; −1 for a hard link that leads nowhere. */
  readonly inode: Int32Array;
  /** The layer of each of the last rows, which are folders that no archive lists. */
  readonly impliedLayer: Uint16Array;
  /** From the lowest up. */
  readonly layers: readonly LayerColumns[];
  /** The row that a container sees at each node, or −1. */
  readonly rootfs: Int32Array;
}

/** The members of a layer without their paths, which the tree has. */
export interface LayerRows extends Pick<LayerMembers, "memberCount" | "root"> {
  readonly rows: Omit<MemberRows, "node">;
}

/** A tree that an earlier run merged. */
export interface RecalledTree {
  readonly columns: TreeColumns;
  /** Of each layer, from the lowest up; `null` for a layer that is not there. */
  readonly layers: readonly (LayerRows | null)[];
}

/** Keeps the merged layers of one image for the next run. */
export interface TreeMemory {
  /** What an earlier run kept; `null` where nothing was kept. Layers are not read. @throws LayerxError as reading them would */
  recall(): Promise<RecalledTree | null>;
  /** Keeps the tree if all layers of the image are kept as well. */
  keep(columns: TreeColumns): Promise<void>;
}
