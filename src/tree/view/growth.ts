import type { LayerView } from "../changes.js";
import { firstFrom } from "../columns/first-from.js";
import { Siblings } from "../columns/siblings.js";
import type { FileTree, Node } from "../file-tree.js";

/** Less than a byte, so that it puts nothing before what grew. */
const UNGROWN = 0.5;

/** By how many bytes of content paths grew, with all that is shown below them: running sums over what changed. */
export class SizeGrowth {
  /** What is shown, in each folder by how much it grew or shrank; what changed without a difference in bytes before the rest. */
  readonly siblings: Siblings;
  readonly #tree: FileTree;
  readonly #changed: Int32Array;
  /** At `i`: the bytes by which the first `i` changed nodes grew. */
  readonly #sums: Float64Array;

  /** @param changed the visible changed nodes, in their order; `kept` is 0 for a node that is not visible */
  constructor(tree: FileTree, view: LayerView, changed: Int32Array, kept: Uint8Array) {
    this.#tree = tree;
    this.#changed = changed;
    this.#sums = sumsOf(tree, view, changed);
    this.siblings = new Siblings(tree, kept, () => this.weights());
  }

  /** Negative where it shrank. */
  bytes(node: Node): number {
    const from = firstFrom(this.#changed, node);
    return this.#sums[firstFrom(this.#changed, this.#tree.end(node))] - this.#sums[from];
  }

  /**
   * By node, how much the changes at it and below it weigh: the bytes by which it grew or shrank, a little for what changed
   * without a difference in bytes, 0 for what did not change.
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
