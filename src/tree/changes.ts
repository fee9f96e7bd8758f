import type { EntryId } from "./columns/entry-table.js";
import type { FileTree, Node, Rootfs } from "./file-tree.js";
import { applyLayer, merge } from "./layer-diff.js";

/**
 * The change of a path by a layer, compared with the layers below it. `UNCHANGED` is also used for a path
 * that does not exist.
 */
export const UNCHANGED = 0;
export const ADDED = 1;
export const MODIFIED = 2;
export const REMOVED = 3;
export type Change = typeof UNCHANGED | typeof ADDED | typeof MODIFIED | typeof REMOVED;

/**
 * Returns the change between two entries of a path; −1 means that there is none. An existing path is modified
 * if the layer has an entry for it, even if nothing differs. It is also modified if an implied folder
 * replaces something else.
 */
export function changeOf(before: EntryId, after: EntryId): Change {
  if (after < 0) return before < 0 ? UNCHANGED : REMOVED;
  return before < 0 ? ADDED : MODIFIED;
}

export interface LayerView {
  /** The filesystem after the layer. */
  readonly rootfs: Rootfs;
  /** The filesystem before the layer. It has the entries of removed paths. */
  readonly below: Rootfs;
  /** For each node, its {@link Change}. */
  readonly changes: Uint8Array;
  /**
   * 1 for a path whose content is the same, so that only its metadata changed; missing if contents were not
   * compared.
   */
  readonly metadataOnly?: Uint8Array;
}

/**
 * Returns the filesystem after layer `index`, and the changes of that layer. All layers up to it are merged
 * for this.
 */
export function layerView(tree: FileTree, index: number): LayerView {
  const below = merge(tree.layers.slice(0, index), tree.size);
  const rootfs = below.slice();
  const changes = new Uint8Array(tree.size);
  applyLayer(tree.layers[index], rootfs, (node: Node, before, after) => {
    changes[node] = changeOf(before, after);
  });
  return { rootfs, below, changes };
}

/** The number of changed paths, by kind of change. */
export interface ChangeCounts {
  readonly added: number;
  readonly modified: number;
  readonly removed: number;
}

/** The changes between two filesystems, in numbers. */
export interface Difference extends ChangeCounts {
  /** Bytes that were added: of new files, and the new size of changed files. Hard links count 0. */
  readonly bytesIn: number;
  /** Bytes that were removed: of removed files, and the old size of changed files. */
  readonly bytesOut: number;
}

/** Counts the changes of a view, and their bytes. */
export function differenceOf(
  { entries }: FileTree,
  { changes, metadataOnly, below, rootfs }: LayerView,
): Difference {
  const counts = [0, 0, 0, 0];
  let bytesIn = 0;
  let bytesOut = 0;
  for (let node = 0; node < changes.length; node++) {
    const change = changes[node];
    if (change === 0) continue;
    counts[change]++;
    if (metadataOnly?.[node] === 1) continue;
    if (change !== REMOVED) bytesIn += entries.bytes(rootfs[node]);
    if (change !== ADDED) bytesOut += entries.bytes(below[node]);
  }
  return { added: counts[ADDED], modified: counts[MODIFIED], removed: counts[REMOVED], bytesIn, bytesOut };
}
