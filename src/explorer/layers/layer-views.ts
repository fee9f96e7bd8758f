import { changeOf, type LayerView } from "../../tree/changes.js";
import type { FileTree, Rootfs } from "../../tree/file-tree.js";
import { applyLayer } from "../../tree/layer-diff.js";

/**
 * The maximum memory of all views in bytes. At least four views are kept: the shown one and its neighbours.
 */
const MOST_BYTES = 12_000_000;

/**
 * The views of the layers. A view is computed from the nearest lower view that is kept, so a step to the next
 * layer merges only that layer. The least recently used views are dropped.
 */
export class LayerViews {
  readonly #tree: FileTree;
  readonly #limit: number;
  /** The views by layer, the most recently used last. */
  readonly #views = new Map<number, LayerView>();

  constructor(tree: FileTree, mostBytes = MOST_BYTES) {
    this.#tree = tree;
    // A view has two filesystems of four bytes for each path, and one byte for each change.
    this.#limit = Math.max(Math.floor(mostBytes / (tree.size * 9)), 4);
  }

  /**
   * Returns the changes of a layer, and the filesystem after it. Below the lowest layer (−1) the filesystem
   * is empty.
   */
  view(layer: number): LayerView {
    const known = this.#views.get(layer);
    const view = known ?? this.#make(layer);
    this.#views.delete(layer);
    this.#views.set(layer, view);
    for (const oldest of this.#views.keys()) {
      if (this.#views.size <= this.#limit) break;
      this.#views.delete(oldest);
    }
    return view;
  }

  #make(layer: number): LayerView {
    const { size, layers } = this.#tree;
    const changes = new Uint8Array(size);
    const below = this.#upTo(layer - 1);
    if (layer < 0) return { rootfs: below, below, changes };
    const rootfs = below.slice();
    applyLayer(layers[layer], rootfs, (node, before, after) => {
      changes[node] = changeOf(before, after);
    });
    return { rootfs, below, changes };
  }

  /** Returns the filesystem of all layers up to one. It is shared with a view, if there is one. */
  #upTo(layer: number): Rootfs {
    for (const [index, { rootfs, below }] of this.#views) {
      if (index === layer) return rootfs;
      if (index === layer + 1) return below;
    }
    let nearest = -1;
    for (const index of this.#views.keys()) if (index < layer) nearest = Math.max(nearest, index);
    const start = this.#views.get(nearest)?.rootfs;
    const rootfs = start?.slice() ?? new Int32Array(this.#tree.size).fill(-1);
    for (let next = start === undefined ? 0 : nearest + 1; next <= layer; next++) {
      applyLayer(this.#tree.layers[next], rootfs);
    }
    return rootfs;
  }
}
