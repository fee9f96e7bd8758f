import { grow } from "../../image/members/grow.js";
import type { FileTree, Node } from "../file-tree.js";

/**
 * The visible children of each folder, sorted by weight. A folder is sorted when it is first used. The result
 * is kept, so that folding a folder sorts no other folder again.
 */
export class Siblings {
  readonly #tree: FileTree;
  readonly #kept: Uint8Array;
  readonly #weightsOf: () => Float64Array;
  #weights: Float64Array | null = null;
  /**
   * For each folder, its place in the pool: the number of children, then the children, the lightest first.
   */
  readonly #places = new Map<Node, number>();
  #pool = new Int32Array(256);
  #used = 0;
  #sorted = new Int32Array(64);
  readonly #few = new Float64Array(FEW);

  /** @param weightsOf computes the weights of all nodes when they are first needed */
  constructor(tree: FileTree, kept: Uint8Array, weightsOf: () => Float64Array) {
    this.#tree = tree;
    this.#kept = kept;
    this.#weightsOf = weightsOf;
  }

  /**
   * Copies the visible children of a folder into a list, so that they end at `to`: the heaviest first, equal
   * ones by name.
   * @returns the place of the first one.
   */
  put(folder: Node, list: Int32Array, to: number): number {
    let place = this.#places.get(folder);
    if (place === undefined) {
      place = this.#sort(folder);
      this.#places.set(folder, place);
    }
    const pool = this.#pool;
    const last = place + pool[place];
    let from = to;
    for (let at = place + 1; at <= last; at++) list[--from] = pool[at];
    return from;
  }

  /**
   * Sorts a folder's children into the pool.
   * @returns their place.
   */
  #sort(folder: Node): number {
    const { end } = this.#tree.columns;
    this.#weights ??= this.#weightsOf();
    const [kept, weights, few] = [this.#kept, this.#weights, this.#few];
    const place = this.#used;
    // Children without weight come first and need not be sorted.
    let light = 0;
    let count = 0;
    for (let child = folder + 1; child < end[folder]; child = end[child]) {
      if (kept[child] === 0) continue;
      const weight = weights[child];
      if (weight === 0) {
        this.#reserve(place + 1 + ++light);
        this.#pool[place + light] = child;
        continue;
      }
      let at = count++;
      if (count > this.#sorted.length) this.#sorted = grow(this.#sorted, count);
      if (at < FEW) {
        // Most folders have few children. For them, an insertion sort takes a fraction of the time of `sort`.
        for (; at > 0 && few[at - 1] >= weight; at--) {
          few[at] = few[at - 1];
          this.#sorted[at] = this.#sorted[at - 1];
        }
        few[at] = weight;
      }
      this.#sorted[at] = child;
    }
    const sorted = this.#sorted;
    if (count > FEW) sorted.subarray(0, count).sort((a, b) => weights[a] - weights[b] || b - a);
    const first = place + 1 + light;
    this.#used = first + count;
    this.#reserve(this.#used);
    const pool = this.#pool;
    if (light > 1) pool.subarray(place + 1, first).reverse();
    for (let at = 0; at < count; at++) pool[first + at] = sorted[at];
    this.#pool[place] = light + count;
    return place;
  }

  #reserve(length: number): void {
    if (length > this.#pool.length) this.#pool = grow(this.#pool, length);
  }
}

const FEW = 24;
