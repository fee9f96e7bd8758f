import { grow } from "./columns.js";
import type { FileTree, Node } from "./file-tree.js";

const UNKNOWN = 0;
const NONE = -1;

/**
 * What is shown in each folder, by weight: each folder's is sorted when it is first asked for, and kept as a chain
 * through two columns, so that folding one sorts no other again.
 */
export class Siblings {
  readonly #tree: FileTree;
  readonly #kept: Uint8Array;
  readonly #weights: Float64Array;
  /** By folder the lightest in it. */
  readonly #first: Int32Array;
  /** By node the next heavier one beside it. */
  readonly #next: Int32Array;
  #sorted = new Int32Array(64);
  readonly #few = new Float64Array(FEW);

  constructor(tree: FileTree, kept: Uint8Array, weights: Float64Array) {
    this.#tree = tree;
    this.#kept = kept;
    this.#weights = weights;
    this.#first = new Int32Array(tree.size);
    this.#next = new Int32Array(tree.size);
  }

  /**
   * Puts what is shown in a folder into a list from `from` on: the heaviest last, of equal ones the first by name last.
   * @returns the end of the list.
   */
  put(folder: Node, list: Int32Array, from: number): number {
    if (this.#first[folder] === UNKNOWN) this.#chain(folder);
    let to = from;
    for (let node = this.#first[folder]; node !== NONE; node = this.#next[node]) list[to++] = node;
    return to;
  }

  #chain(folder: Node): void {
    const next = this.#next;
    const { lightest, last, count } = this.#sort(folder);
    const sorted = this.#sorted;
    const first = count === 0 ? NONE : sorted[0];
    if (last !== NONE) next[last] = first;
    this.#first[folder] = lightest === NONE ? first : lightest;
    for (let at = 0; at < count; at++) next[sorted[at]] = at + 1 < count ? sorted[at + 1] : NONE;
  }

  /**
   * Fills the list of what has a weight. What has none is chained already: from `lightest` to `last`, the last by name
   * first.
   */
  #sort(folder: Node): { readonly lightest: Node; readonly last: Node; readonly count: number } {
    const { end } = this.#tree.columns;
    const [kept, weights, few, next] = [this.#kept, this.#weights, this.#few, this.#next];
    let count = 0;
    let lightest = NONE;
    let last = NONE;
    for (let child = folder + 1; child < end[folder]; child = end[child]) {
      if (kept[child] === 0) continue;
      const own = weights[child];
      if (own === 0) {
        next[child] = lightest;
        lightest = child;
        if (last === NONE) last = child;
        continue;
      }
      let at = count++;
      if (count > this.#sorted.length) this.#sorted = grow(this.#sorted, count);
      if (at < FEW) {
        // Most folders hold a few things: there an insertion costs a fraction of a call of `sort`.
        for (; at > 0 && few[at - 1] >= own; at--) {
          few[at] = few[at - 1];
          this.#sorted[at] = this.#sorted[at - 1];
        }
        few[at] = own;
      }
      this.#sorted[at] = child;
    }
    if (count > FEW) this.#sorted.subarray(0, count).sort((a, b) => weights[a] - weights[b] || b - a);
    return { lightest, last, count };
  }
}

const FEW = 24;
