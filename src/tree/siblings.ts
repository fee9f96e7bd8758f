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
    const count = this.#sort(folder);
    const sorted = this.#sorted;
    this.#first[folder] = count === 0 ? NONE : sorted[0];
    for (let at = 0; at < count; at++) this.#next[sorted[at]] = at + 1 < count ? sorted[at + 1] : NONE;
  }

  /** Fills the list of what is sorted. @returns how many they are. */
  #sort(folder: Node): number {
    const { end } = this.#tree.columns;
    const [kept, weights, few] = [this.#kept, this.#weights, this.#few];
    let to = 0;
    for (let child = folder + 1; child < end[folder]; child = end[child]) {
      if (kept[child] === 0) continue;
      let at = to++;
      if (to > this.#sorted.length) this.#sorted = grow(this.#sorted, to);
      if (at < FEW) {
        // Most folders hold a few things: there an insertion costs a fraction of a call of `sort`.
        const own = weights[child];
        for (; at > 0 && few[at - 1] >= own; at--) {
          few[at] = few[at - 1];
          this.#sorted[at] = this.#sorted[at - 1];
        }
        few[at] = own;
      }
      this.#sorted[at] = child;
    }
    if (to > FEW) this.#sorted.subarray(0, to).sort((a, b) => weights[a] - weights[b] || b - a);
    return to;
  }
}

const FEW = 24;
