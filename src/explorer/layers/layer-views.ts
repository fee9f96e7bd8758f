import { changeOf, type LayerView } from "../../tree/changes.js";
import type { FileTree, Rootfs } from "../../tree/file-tree.js";
import { applyLayer } from "../../tree/layer-diff.js";

/** Bytes that views may hold; four of them stay whatever they take: the one that is shown and its neighbours. */
const MOST_BYTES = 12_000_000;

/**
 * The views of the layers, made from the nearest filesystem below that is still there, so that a step to the
 * next layer costs that layer only. The least recently used ones go.
 */
export class LayerViews {
  readonly #tree: FileTree;
  readonly #limit: number;
  /** By layer; the most recently used last. */
  readonly #views = new Map<number, LayerView>();

  constructor(tree: FileTree, mostBytes = MOST_BYTES) {
    this.#tree = tree;
    // Two filesystems of four bytes a path, one byte a change.
    this.#limit = Math.max(Math.floor(mostBytes / (tree.size * 9)), 4);
  }

  /** What a layer changed, and the filesystem with it; below the lowest layer (−1) there is nothing. */
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

  /** The filesystem with all layers up to one: shared with a view where there is one. */
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
