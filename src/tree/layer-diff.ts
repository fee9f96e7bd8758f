import { firstFrom } from "../image/members/binary-search.js";
import type { EntryId } from "./columns/entry-table.js";
import type { FileTree, LayerDiff, Node, Rootfs } from "./file-tree.js";

/**
 * Applies a layer to the filesystem below it, in place. `onChange` is called for each path that the layer
 * removes (`after` is −1), adds (`before` is −1) or writes again: removals first, each list in the order of
 * nodes. A layer hides only paths of lower layers, never its own entries, in whatever order its archive has
 * them. Source: OCI image spec, layer.md.
 */
export function applyLayer(
  layer: LayerDiff,
  rootfs: Rootfs,
  onChange?: (node: Node, before: EntryId, after: EntryId) => void,
): void {
  const { nodes, entries, hidden } = layer;
  let own = 0;
  for (let i = 0; i < hidden.length; i += 2) {
    for (let node = hidden[i]; node < hidden[i + 1]; node++) {
      const before = rootfs[node];
      if (before < 0) continue;
      while (own < nodes.length && nodes[own] < node) own++;
      if (nodes[own] === node) continue;
      rootfs[node] = -1;
      onChange?.(node, before, -1);
    }
  }
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i];
    const before = rootfs[node];
    rootfs[node] = entries[i];
    onChange?.(node, before, entries[i]);
  }
}

/** Returns the filesystem after layer `layer`, counted from 0; `null` means the last layer. */
export function rootfsUpTo({ layers, rootfs, size }: FileTree, layer: number | null): Rootfs {
  return layer === null ? rootfs : merge(layers.slice(0, layer + 1), size);
}

/** Returns the filesystem of `layers`, lowest first, over `size` nodes. */
export function merge(layers: readonly LayerDiff[], size: number): Rootfs {
  const rootfs = new Int32Array(size).fill(-1);
  for (const layer of layers) applyLayer(layer, rootfs);
  return rootfs;
}

/** Returns the entry of a path in the layers below a layer; −1 if the path did not exist there. */
export function versionBelow({ layers }: FileTree, node: Node, layer: number): EntryId {
  for (let index = layer - 1; index >= 0; index--) {
    const entry = entryIn(layers[index], node);
    if (entry >= 0) return entry;
    if (isHidden(layers[index], node)) return -1;
  }
  return -1;
}

/** Returns the entry that a layer writes at a node; −1 if there is none. */
export function entryIn({ nodes, entries }: LayerDiff, node: Node): EntryId {
  const at = firstFrom(nodes, node);
  return nodes[at] === node ? entries[at] : -1;
}

/** Returns true if a layer hides the node of the lower layers. */
export function isHidden({ hidden }: LayerDiff, node: Node): boolean {
  // Ranges are disjoint and sorted. After an odd number of bounds, the node is within a range.
  return firstFrom(hidden, node + 1) % 2 === 1;
}
