import type { Image } from "../../image/image.js";
import type { EntryId } from "../../tree/columns/entry-table.js";
import type { FileTree, Node, Rootfs } from "../../tree/file-tree.js";
import { rootfsUpTo } from "../../tree/layer-diff.js";
import type { Glob } from "../../tree/search/glob.js";
import { coveredNodes } from "../../tree/search/glob-search.js";
import type { Analysis } from "../analyze.js";

/** One of the two sides of a comparison: an image, or its filesystem after one of its layers. */
export interface Side {
  readonly analysis: Analysis;
  readonly image: Image;
  readonly tree: FileTree;
  /** The number of layers that count, from the lowest up. */
  readonly layerCount: number;
  readonly rootfs: Rootfs;
  /** For each row with content: its first path, −1 if it has none. */
  readonly firstNames: Int32Array;
}

/**
 * Returns the image after layer `layer`; `null` means the last layer. Paths that match a glob of `exclude`
 * are left out.
 */
export function sideOf(analysis: Analysis, layer: number | null, exclude: readonly Glob[] = []): Side {
  const { image, tree } = analysis;
  const layerCount = layer === null ? image.layers.length : layer + 1;
  const rootfs = rootfsUpTo(tree, layer);
  const excluded = coveredNodes(tree, exclude);
  const compared = excluded === null ? rootfs : rootfs.map((row, node) => (excluded[node] === 1 ? -1 : row));
  return sideAt(analysis, layerCount, compared);
}

/** Returns the side whose filesystem is `rootfs`, merged from the lowest `layerCount` layers. */
export function sideAt(analysis: Analysis, layerCount: number, rootfs: Rootfs): Side {
  const { image, tree } = analysis;
  return { analysis, image, tree, layerCount, rootfs, firstNames: firstNames(tree, rootfs) };
}

function firstNames({ entries }: FileTree, rootfs: Rootfs): Int32Array {
  const names = new Int32Array(entries.size).fill(-1);
  for (let node = 0; node < rootfs.length; node++) {
    const inode = rootfs[node] < 0 ? -1 : entries.inode[rootfs[node]];
    if (inode >= 0 && names[inode] < 0) names[inode] = node;
  }
  return names;
}

/** Returns the row with the facts about a name. For a hard link it is the row of its target. */
export function inodeAt({ tree: { entries } }: Side, row: EntryId): EntryId {
  const inode = entries.inode[row];
  return inode >= 0 ? inode : row;
}

/**
 * Returns the bytes of content that a path adds to the filesystem: the size of a file for its first name, 0
 * for its other names. The sum over all paths is the size of the filesystem.
 */
export function bytesAt(side: Side, node: Node): number {
  const row = node < 0 ? -1 : side.rootfs[node];
  if (row < 0) return 0;
  const inode = inodeAt(side, row);
  return side.firstNames[inode] === node ? side.tree.entries.bytes(inode) : 0;
}
