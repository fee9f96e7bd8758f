import type { LayerView } from "../changes.js";
import { firstFrom } from "../columns/first-from.js";
import { Siblings } from "../columns/siblings.js";
import type { FileTree, Node } from "../file-tree.js";

/**
 * The weight of a change without a difference in bytes. It is less than a byte, so that every path that grew
 * comes first.
 */
const UNGROWN = 0.5;

/**
 * The growth of each path in bytes, including everything visible below it: running sums over the changed
 * nodes.
 */
export class SizeGrowth {
  /**
   * The visible children of each folder, sorted by how much they grew or shrank. Changes without a difference
   * in bytes come before unchanged paths.
   */
  readonly siblings: Siblings;
  readonly #tree: FileTree;
  readonly #changed: Int32Array;
  /** At index `i`: the bytes by which the first `i` changed nodes grew. */
  readonly #sums: Float64Array;

  /**
   * @param changed the visible changed nodes, in order
   * @param kept 0 for a node that is not visible
   */
  constructor(tree: FileTree, view: LayerView, changed: Int32Array, kept: Uint8Array) {
    this.#tree = tree;
    this.#changed = changed;
    this.#sums = sumsOf(tree, view, changed);
    this.siblings = new Siblings(tree, kept, () => this.weights());
  }

  /** Returns the growth in bytes; negative if the path shrank. */
  bytes(node: Node): number {
    const from = firstFrom(this.#changed, node);
    return this.#sums[firstFrom(this.#changed, this.#tree.end(node))] - this.#sums[from];
  }

  /**
   * Returns the weight of each node: the bytes by which it and everything below it grew or shrank, `UNGROWN`
   * for changes without a difference in bytes, 0 for no change.
   */
  weights(): Float64Array {
    const parents = this.#tree.columns.parent;
    const weights = new Float64Array(this.#tree.size);
    const isChanged = new Uint8Array(this.#tree.size);
    for (const [i, node] of this.#changed.entries()) {
      weights[node] = this.#sums[i + 1] - this.#sums[i];
      isChanged[node] = 1;
    }
    for (let node = this.#tree.size - 1; node > 0; node--) {
      if (isChanged[node] === 0) continue;
      const parent = parents[node];
      weights[parent] += weights[node];
      isChanged[parent] = 1;
      weights[node] = Math.abs(weights[node]) || UNGROWN;
    }
    return weights;
  }
}

function sumsOf({ entries }: FileTree, { rootfs, below }: LayerView, changed: Int32Array): Float64Array {
  const sums = new Float64Array(changed.length + 1);
  for (let i = 0; i < changed.length; i++) {
    const [before, after] = [below[changed[i]], rootfs[changed[i]]];
    const grown = (after < 0 ? 0 : entries.bytes(after)) - (before < 0 ? 0 : entries.bytes(before));
    sums[i + 1] = sums[i] + grown;
  }
  return sums;
}
