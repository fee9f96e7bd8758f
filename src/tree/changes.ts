import type { EntryId } from "./columns/entry-table.js";
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
  /** 1 for a path that is modified in its metadata only, its content being the same; missing where contents were not compared. */
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
