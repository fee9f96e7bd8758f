import type { Entry } from "../image/entry.js";
import type { EntryId } from "./columns/entry-table.js";
import type { Node, Rootfs } from "./file-tree.js";

/** What one layer does to the filesystem below it. All lists are sorted by node. */
export interface LayerDiff {
  /** Members of the layer's archive: whiteouts and markers too, extension headers and the root aside. */
  readonly memberCount: number;
  /** What its archive says of the root folder itself; `null` where it says nothing. No path of the tree. */
  readonly root: Entry | null;
  /** The paths it writes, with folders that it only implies, and the entry of each. */
  readonly nodes: Int32Array;
  readonly entries: Int32Array;
  /** Half-open ranges of nodes (start, end, start, end …; disjoint) of which it hides what lies below. */
  readonly hidden: Int32Array;
  /** The paths that its whiteouts name, whether there is anything or not. */
  readonly whiteouts: Int32Array;
  /** Folders with an opaque marker. */
  readonly opaques: Int32Array;
  /** Regular files that the same archive holds again, or puts something else over, further on. */
  readonly repeated: readonly EntryId[];
}

/**
 * Puts a layer on the filesystem below it, in place. `onChange` hears of each path that the layer removes
 * (`after` is −1), adds (`before` is −1) or writes again: removals first, each list in the order of nodes.
 *
 * What a layer hides, it hides below itself only: of its own entries it hides none, whatever their order in
 * the archive. Source: OCI image spec, layer.md.
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

/** The filesystem of `layers`, lowest first, over `size` nodes. */
export function merge(layers: readonly LayerDiff[], size: number): Rootfs {
  const rootfs = new Int32Array(size).fill(-1);
  for (const layer of layers) applyLayer(layer, rootfs);
  return rootfs;
}
