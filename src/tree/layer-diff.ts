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
