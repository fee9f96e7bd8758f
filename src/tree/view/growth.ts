import type { Node } from "../file-tree.js";
import type { Pieces } from "../pieces.js";
import { FOLDER } from "./children-by-growth.js";
import { runningSums } from "./running-sums.js";
import { OWN, type Shown } from "./shown.js";
import type { ViewChanges } from "./view-changes.js";

/**
 * The weight of a change without a difference in bytes. It is less than a byte, so that every path that grew
 * comes first.
 */
const UNGROWN = 0.5;

/** The number of folders whose folders are weighed in one step of `prepare`. */
const STEP_FOLDERS = 512;

/**
 * The growth of each path in bytes, including everything visible below it: running sums over the changed
 * nodes.
 */
export class SizeGrowth {
  readonly #of: ViewChanges;
  readonly #kept: Uint8Array;
  readonly #visible: (from: number, to: number) => number;
  readonly #hasUnchanged: boolean;
  /** At index `i`: the bytes by which the first `i` changed nodes grew. */
  readonly #sums: Float64Array;
  readonly #folders = new Map<Node, Folders>();

  /** @param visible how many of a range of the changed nodes are visible */
  constructor(of: ViewChanges, { kept, paths }: Shown, visible: (from: number, to: number) => number) {
    const { nodes, grown } = of;
    this.#hasUnchanged = paths > visible(0, nodes.length);
    this.#of = of;
    this.#kept = kept;
    this.#visible = visible;
    this.#sums = runningSums(new Float64Array(nodes.length + 1), (i) =>
      kept[nodes[i]] === OWN ? grown[i] : 0,
    );
  }

  /** Sorts the children of all folders. The order of later rows does not depend on it. */
  *prepare(): Pieces<void> {
    const { childrenByGrowth } = this.#of;
    yield* childrenByGrowth.prepare();
    let folders = 0;
    for (const [folder, children] of childrenByGrowth.folders) {
      if (children.folders < children.unchanged)
        this.#foldersOf(folder, children.folders, children.unchanged);
      if (++folders % STEP_FOLDERS === 0) yield;
    }
  }

  /** Returns the growth in bytes; negative if the path shrank. */
  bytes(node: Node): number {
    return this.#sums[this.#of.before(this.#of.tree.end(node))] - this.#sums[this.#of.before(node)];
  }

  /**
   * Returns the weight of a node: the bytes by which it and everything visible below it grew or shrank,
   * `UNGROWN` for changes without a difference in bytes, 0 for no change.
   */
  weight(node: Node): number {
    return this.#weightOf(this.#of.before(node), this.#of.before(this.#of.tree.end(node)));
  }

  #weightOf(from: number, to: number): number {
    if (this.#visible(from, to) === 0) return 0;
    return Math.abs(this.#sums[to] - this.#sums[from]) || UNGROWN;
  }

  /**
   * Writes the visible children of a folder into a list, up to index `to`: the heaviest first, equal ones by
   * name. @returns the index of the first one.
   */
  put(folder: Node, list: Int32Array, to: number): number {
    const kept = this.#kept;
    const { childrenByGrowth } = this.#of;
    const { folders, unchanged, changed, end } = childrenByGrowth.in(folder);
    const { pool } = childrenByGrowth;
    const { heavy, light } = folders === unchanged ? NONE : this.#foldersOf(folder, folders, unchanged);
    let from = to;
    let next = 0;
    if (this.#hasUnchanged) {
      for (let i = changed - 1; i >= unchanged; i--) {
        const leaf = pool[i];
        if (kept[leaf] === 0) continue;
        while (next < light.length && light[next] > leaf) list[--from] = light[next++];
        list[--from] = leaf;
      }
      while (next < light.length) list[--from] = light[next++];
      next = 0;
    }
    for (let i = changed; i < end; i++) {
      const leaf = pool[i];
      if (kept[leaf] === 0) continue;
      while (next < heavy.length && this.#isLighter(heavy[next], leaf)) list[--from] = heavy[next++].node;
      list[--from] = leaf;
    }
    while (next < heavy.length) list[--from] = heavy[next++].node;
    return from;
  }

  /** Returns the visible folders of a folder, from a range of the pool. */
  #foldersOf(folder: Node, from: number, to: number): Folders {
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const { pool } = this.#of.childrenByGrowth;
    const heavy: Weighed[] = [];
    const light: Node[] = [];
    for (let i = to - FOLDER; i >= from; i -= FOLDER) {
      if (this.#kept[pool[i]] === 0) continue;
      const weight = this.#weightOf(pool[i + 1], pool[i + 2]);
      if (weight > 0) heavy.push({ node: pool[i], weight });
      else light.push(pool[i]);
    }
    const folders = { heavy: heavy.sort((a, b) => a.weight - b.weight || b.node - a.node), light };
    this.#folders.set(folder, folders);
    return folders;
  }

  /** Returns true if a folder comes after a leaf. */
  #isLighter({ node, weight }: Weighed, leaf: Node): boolean {
    const other = this.weight(leaf);
    return weight < other || (weight === other && node > leaf);
  }
}

/** A folder that contains changes. */
interface Weighed {
  readonly node: Node;
  readonly weight: number;
}

/** The visible folders of a folder. */
interface Folders {
  /** Folders that contain changes, the lightest first. */
  readonly heavy: readonly Weighed[];
  /** Folders without changes, the last by name first. */
  readonly light: readonly Node[];
}

const NONE: Folders = { heavy: [], light: [] };
