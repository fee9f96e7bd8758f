import type { EntryId } from "./entry-table.js";
import type { FileTree, Node, Rootfs } from "./file-tree.js";
import { applyLayer, merge } from "./layer-diff.js";

/** How a layer changed a path, against the layers below it. `unchanged` is also a path that is not there at all. */
export const UNCHANGED = 0;
export const ADDED = 1;
export const MODIFIED = 2;
export const REMOVED = 3;
export type Change = typeof UNCHANGED | typeof ADDED | typeof MODIFIED | typeof REMOVED;

/**
 * The change that a step from entry `before` to entry `after` (−1: nothing there) is. A path that was there is
 * modified where the layer has an entry for it, whatever the entry changes, and where it puts an implied folder in
 * the place of something else.
 */
export function changeOf(before: EntryId, after: EntryId): Change {
  if (after < 0) return before < 0 ? UNCHANGED : REMOVED;
  return before < 0 ? ADDED : MODIFIED;
}

export interface LayerView {
  /** The filesystem up to and with the layer. */
  readonly rootfs: Rootfs;
  /** The filesystem below the layer: what a removed path was. */
  readonly below: Rootfs;
  /** A {@link Change} a node. */
  readonly changes: Uint8Array;
  /** 1 for a path that is modified in its metadata only, its content being the same; where nobody compared, it is missing. */
  readonly metadataOnly?: Uint8Array;
}

/** The filesystem up to layer `index`, and what that layer changed. Costs a merge of the layers up to it. */
export function layerView(tree: FileTree, index: number): LayerView {
  const below = merge(tree.layers.slice(0, index), tree.size);
  const rootfs = below.slice();
  const changes = new Uint8Array(tree.size);
  applyLayer(tree.layers[index], rootfs, (node: Node, before, after) => {
    changes[node] = changeOf(before, after);
  });
  return { rootfs, below, changes };
}

/**
 * What changed from one merged filesystem to another: added what only the later one has, removed what only the
 * earlier one has, modified what some layer between them wrote again, whatever that changed. One pass over both.
 */
export function comparedView(below: Rootfs, rootfs: Rootfs): LayerView {
  const changes = new Uint8Array(rootfs.length);
  for (let node = 0; node < rootfs.length; node++) {
    const before = below[node];
    const after = rootfs[node];
    if (before !== after) changes[node] = changeOf(before, after);
  }
  return { rootfs, below, changes };
}
