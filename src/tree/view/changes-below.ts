import { ADDED, type Change, type ChangeCounts, MODIFIED, REMOVED } from "../changes.js";
import type { Node } from "../file-tree.js";
import { SizeGrowth } from "./growth.js";
import { runningSums } from "./running-sums.js";
import { OWN, type Shown } from "./shown.js";
import type { ViewChanges } from "./view-changes.js";

/**
 * The visible changes below each folder, from running sums over the changed nodes: the sums of any folder take
 * two look-ups. Each sum is computed on first use, so a filter costs only the sums that the screen shows.
 */
export class ChangesBelow {
  readonly #of: ViewChanges;
  readonly #shown: Shown;
  readonly #kept: Uint8Array;
  #changed: Uint32Array | null = null;
  #added: Uint32Array | null = null;
  #modified: Uint32Array | null = null;
  #removedBytes: Float64Array | null = null;
  #ranks: Uint8Array | null = null;
  #growth: SizeGrowth | null = null;

  constructor(of: ViewChanges, shown: Shown) {
    this.#of = of;
    this.#shown = shown;
    this.#kept = shown.kept;
  }

  /** Returns the changes below a folder, without the folder itself. */
  counts(folder: Node): ChangeCounts {
    this.#added ??= this.#counted([ADDED]);
    this.#modified ??= this.#counted([MODIFIED]);
    const from = this.#of.before(folder + 1);
    const to = this.#of.before(this.#of.tree.end(folder));
    const added = this.#added[to] - this.#added[from];
    const modified = this.#modified[to] - this.#modified[from];
    return { added, modified, removed: this.#count(from, to) - added - modified };
  }

  /** Returns true if anything below a folder changed. */
  any(folder: Node): boolean {
    return this.#count(this.#of.before(folder + 1), this.#of.before(this.#of.tree.end(folder))) > 0;
  }

  /** Returns the bytes of removed files at a node and below it. */
  removedBytes(node: Node): number {
    const { nodes, grown, view } = this.#of;
    this.#removedBytes ??= runningSums(new Float64Array(nodes.length + 1), (i) =>
      view.changes[nodes[i]] === REMOVED && this.#kept[nodes[i]] === OWN ? -grown[i] : 0,
    );
    return (
      this.#removedBytes[this.#of.before(this.#of.tree.end(node))] - this.#removedBytes[this.#of.before(node)]
    );
  }

  /** How much the visible files grew. Computed on first use. */
  get growth(): SizeGrowth {
    this.#growth ??= new SizeGrowth(this.#of, this.#shown, (from, to) => this.#count(from, to));
    return this.#growth;
  }

  /**
   * For each node the most important change at it and below it: 3 if something was added, else 2 if something
   * was modified, else 1 if something was removed, else 0. Computed on first use.
   */
  get ranks(): Uint8Array {
    this.#ranks ??= ranksOf(this.#of, this.#kept);
    return this.#ranks;
  }

  /** Returns how many of a range of the changed nodes are visible. */
  #count(from: number, to: number): number {
    this.#changed ??= this.#counted([ADDED, MODIFIED, REMOVED]);
    return this.#changed[to] - this.#changed[from];
  }

  #counted(changes: readonly Change[]): Uint32Array {
    const { nodes, view } = this.#of;
    const counts = Uint8Array.from({ length: 4 }, (_, change) => Number(changes.includes(change as Change)));
    return runningSums(new Uint32Array(nodes.length + 1), (i) =>
      this.#kept[nodes[i]] === OWN ? counts[view.changes[nodes[i]]] : 0,
    );
  }
}

function ranksOf({ tree, nodes, view }: ViewChanges, kept: Uint8Array): Uint8Array {
  const parents = tree.columns.parent;
  const ranks = new Uint8Array(tree.size);
  for (const node of nodes) {
    if (kept[node] !== OWN) continue;
    const rank = RANKS[view.changes[node]];
    // If a folder has the rank already, all folders above it have it too, so the loop stops. No folder is
    // visited more than three times.
    for (let at = node; at >= 0 && ranks[at] < rank; at = parents[at]) ranks[at] = rank;
  }
  return ranks;
}

/** The rank of each {@link Change}. */
const RANKS: readonly number[] = [0, 3, 2, 1];
