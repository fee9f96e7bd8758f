import { grow } from "../../image/members/grow.js";
import { type LayerView, UNCHANGED } from "../changes.js";
import type { FileTree, Node } from "../file-tree.js";
import type { Pieces } from "../pieces.js";

/** Most folders have few leaves. For them an insertion sort costs a fraction of a call of `sort`. */
const FEW = 24;

/** The number of children that are sorted in one step of `prepare`. */
const STEP_CHILDREN = 4096;

/** The number of values that a folder takes in the pool. */
export const FOLDER = 3;

/** The changed nodes of a view, in order, and the growth of each in bytes. */
interface ChangedNodes {
  readonly tree: FileTree;
  readonly view: LayerView;
  readonly nodes: Int32Array;
  readonly grown: Float64Array;
  before(node: Node): number;
}

/** The children of a folder, as ranges of the pool. */
interface Children {
  /**
   * The start of the folders that are not empty, by name. Each one has three values: its node, the index of the
   * first changed node in it, and the index of the first changed node after it.
   */
  readonly folders: number;
  /** The start of the unchanged leaves, by name. */
  readonly unchanged: number;
  /** The start of the changed leaves. The smallest growth comes first; of equal ones the last by name. */
  readonly changed: number;
  readonly end: number;
}

/**
 * The children of each folder of a view. The changed leaves are sorted by their growth, which does not depend on
 * the visible paths. So each folder is sorted once, when it is first requested.
 */
export class ChildrenByGrowth {
  readonly #of: ChangedNodes;
  readonly #children = new Map<Node, Children>();
  #pool = new Int32Array(8);
  #used = 0;
  /** The leaves of one folder, as indices of the changed nodes. */
  #leaves = new Int32Array(8);
  readonly #few = new Float64Array(FEW);
  /** `prepare` has sorted the folders before this node. */
  #prepared = 0;

  constructor(of: ChangedNodes) {
    this.#of = of;
  }

  /** The children of all folders that were requested so far. It moves when it grows. */
  get pool(): Int32Array {
    return this.#pool;
  }

  /** The children of each folder that was requested so far. */
  get folders(): ReadonlyMap<Node, Children> {
    return this.#children;
  }

  in(folder: Node): Children {
    const known = this.#children.get(folder);
    if (known !== undefined) return known;
    const children = this.#add(folder);
    this.#children.set(folder, children);
    return children;
  }

  /** Sorts the children of all folders, so that a key which opens all of them does not have to. */
  *prepare(): Pieces<void> {
    const { end } = this.#of.tree.columns;
    let children = 0;
    while (this.#prepared < end.length) {
      const node = this.#prepared++;
      if (end[node] === node + 1) continue;
      const range = this.in(node);
      children += range.end - range.folders;
      if (children < STEP_CHILDREN) continue;
      children = 0;
      yield;
    }
  }

  #add(folder: Node): Children {
    const { tree, view } = this.#of;
    const { end } = tree.columns;
    const folders = this.#used;
    for (let child = folder + 1; child < end[folder]; child = end[child])
      if (end[child] > child + 1) this.#append(child, this.#of.before(child), this.#of.before(end[child]));
    const unchanged = this.#used;
    // There cannot be more leaves than this.
    this.#pool = grow(this.#pool, unchanged + end[folder] - folder);
    let at = unchanged;
    for (let child = folder + 1; child < end[folder]; child = end[child])
      if (end[child] === child + 1 && view.changes[child] === UNCHANGED) this.#pool[at++] = child;
    this.#used = at;
    const changed = at;
    this.#addChanged(folder);
    return { folders, unchanged, changed, end: this.#used };
  }

  #addChanged(folder: Node): void {
    const { tree, view, nodes, grown } = this.#of;
    const { end } = tree.columns;
    const few = this.#few;
    let at = this.#of.before(folder + 1);
    let count = 0;
    for (let child = folder + 1; child < end[folder]; child = end[child]) {
      if (end[child] > child + 1 || view.changes[child] === UNCHANGED) continue;
      while (nodes[at] < child) at++;
      if (count === this.#leaves.length) this.#leaves = grow(this.#leaves, count + 1);
      const leaves = this.#leaves;
      let to = count++;
      if (to < FEW) {
        const weight = Math.abs(grown[at]);
        for (; to > 0 && few[to - 1] >= weight; to--) {
          few[to] = few[to - 1];
          leaves[to] = leaves[to - 1];
        }
        few[to] = weight;
      }
      leaves[to] = at;
    }
    const leaves = this.#sorted(count);
    for (let i = 0; i < count; i++) this.#pool[this.#used++] = nodes[leaves[i]];
  }

  #append(folder: Node, from: number, to: number): void {
    this.#pool = grow(this.#pool, this.#used + FOLDER);
    this.#pool[this.#used++] = folder;
    this.#pool[this.#used++] = from;
    this.#pool[this.#used++] = to;
  }

  #sorted(count: number): Int32Array {
    const { grown } = this.#of;
    if (count <= FEW) return this.#leaves;
    return this.#leaves.subarray(0, count).sort((a, b) => Math.abs(grown[a]) - Math.abs(grown[b]) || b - a);
  }
}
