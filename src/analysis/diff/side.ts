import type { Image } from "../../image/image.js";
import type { EntryId } from "../../tree/columns/entry-table.js";
import type { FileTree, Node, Rootfs } from "../../tree/file-tree.js";
import { rootfsUpTo } from "../../tree/layer-diff.js";
import type { Glob } from "../../tree/search/glob.js";
import { coveredNodes } from "../../tree/search/matching-nodes.js";
import type { Analysis } from "../analyze.js";

/** One of the two that are compared: an image, or what it was after one of its layers. */
export interface Side {
  readonly analysis: Analysis;
  readonly image: Image;
  readonly tree: FileTree;
  /** How many layers count, from the lowest. */
  readonly layerCount: number;
  readonly rootfs: Rootfs;
  /** By row with content: its first path, −1 if it has none. */
  readonly firstNames: Int32Array;
}

/** The image after layer `layer`; after its last one for `null`. Paths that a glob of `exclude` covers are left out. */
export function sideOf(analysis: Analysis, layer: number | null, exclude: readonly Glob[] = []): Side {
  const { image, tree } = analysis;
  const layerCount = layer === null ? image.layers.length : layer + 1;
  const rootfs = rootfsUpTo(tree, layer);
  const excluded = coveredNodes(tree, exclude);
  const compared = excluded === null ? rootfs : rootfs.map((row, node) => (excluded[node] === 1 ? -1 : row));
  return sideAt(analysis, layerCount, compared);
}

/** The image with `rootfs`, the merged filesystem of its lowest `layerCount` layers. */
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

/** The row with the facts about a name: for a hard link with a target, the target. */
export function thingAt({ tree: { entries } }: Side, row: EntryId): EntryId {
  const inode = entries.inode[row];
  return inode >= 0 ? inode : row;
}

/**
 * Bytes of content that a path adds to the filesystem: those of a file at the first of its names, 0 at the others.
 * Over all paths they add up to the filesystem's size.
 */
export function bytesAt(side: Side, node: Node): number {
  const row = node < 0 ? -1 : side.rootfs[node];
  if (row < 0) return 0;
  const thing = thingAt(side, row);
  return side.firstNames[thing] === node ? side.tree.entries.bytes(thing) : 0;
}
