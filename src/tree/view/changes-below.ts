import { ADDED, type ChangeCounts, type LayerView, MODIFIED, REMOVED, UNCHANGED } from "../changes.js";
import type { EntryTable } from "../columns/entry-table.js";
import { firstFrom } from "../columns/first-from.js";
import type { FileTree, Node } from "../file-tree.js";
import { SizeGrowth } from "./growth.js";
import { OWN, type Shown } from "./shown.js";

/**
 * The visible changes below each folder: the changed nodes in order, with running sums. The sums of any
 * folder take two look-ups. Most layers change few paths, so the sums are short.
 */
export class ChangesBelow {
  readonly #tree: FileTree;
  readonly #changes: Uint8Array;
  readonly #changed: Int32Array;
  /** At index `i`: how many of the first `i` changed nodes were added (modified). All others were removed. */
  readonly #added: Uint32Array;
  readonly #modified: Uint32Array;
  /**
   * At index `i`: the bytes of removed files among the first `i` changed nodes; empty if nothing was removed.
   */
  readonly #removedBytes: Float64Array;
  readonly #kept: Uint8Array;
  #ranks: Uint8Array | null = null;
  #growth: SizeGrowth | null = null;

  constructor(tree: FileTree, view: LayerView, { kept }: Shown) {
    this.#tree = tree;
    this.#changes = view.changes;
    this.#kept = kept;
    this.#changed = changedNodes(view.changes, kept);
    const { length } = this.#changed;
    this.#added = new Uint32Array(length + 1);
    this.#modified = new Uint32Array(length + 1);
    let added = 0;
    let modified = 0;
    for (let i = 0; i < length; ) {
      const change = view.changes[this.#changed[i]];
      if (change === ADDED) added++;
      else if (change === MODIFIED) modified++;
      this.#added[++i] = added;
      this.#modified[i] = modified;
    }
    this.#removedBytes =
      added + modified === length ? new Float64Array(0) : removedSums(tree.entries, view, this.#changed);
  }

  /** Returns the changes below a folder, without the folder itself. */
  counts(folder: Node): ChangeCounts {
    const from = firstFrom(this.#changed, folder + 1);
    const to = firstFrom(this.#changed, this.#tree.end(folder));
    const added = this.#added[to] - this.#added[from];
    const modified = this.#modified[to] - this.#modified[from];
    return { added, modified, removed: to - from - added - modified };
  }

  /** Returns true if anything below a folder changed. */
  any(folder: Node): boolean {
    return this.#changed[firstFrom(this.#changed, folder + 1)] < this.#tree.end(folder);
  }

  /** Returns the bytes of removed files at a node and below it. */
  removedBytes(node: Node): number {
    if (this.#removedBytes.length === 0) return 0;
    const from = firstFrom(this.#changed, node);
    return this.#removedBytes[firstFrom(this.#changed, this.#tree.end(node))] - this.#removedBytes[from];
  }

  /**
   * Returns how much the visible files grew. `view` must be the view of these changes. Computed on first use.
   */
  growth(view: LayerView): SizeGrowth {
    this.#growth ??= new SizeGrowth(this.#tree, view, this.#changed, this.#kept);
    return this.#growth;
  }

  /**
   * Returns for each node the most important change at it and below it: 3 if something was added, else 2 if
   * something was modified, else 1 if something was removed, else 0. Computed on first use.
   */
  ranks(): Uint8Array {
    this.#ranks ??= ranksOf(this.#tree, this.#changes, this.#changed);
    return this.#ranks;
  }
}

function changedNodes(changes: Uint8Array, kept: Uint8Array): Int32Array {
  let count = 0;
  for (let node = 0; node < changes.length; node++)
    if (changes[node] !== UNCHANGED && kept[node] === OWN) count++;
  const nodes = new Int32Array(count);
  let at = 0;
  for (let node = 0; at < count; node++)
    if (changes[node] !== UNCHANGED && kept[node] === OWN) nodes[at++] = node;
  return nodes;
}

function removedSums(entries: EntryTable, { changes, below }: LayerView, changed: Int32Array): Float64Array {
  const sums = new Float64Array(changed.length + 1);
  let sum = 0;
  for (let i = 0; i < changed.length; ) {
    const node = changed[i];
    if (changes[node] === REMOVED) sum += entries.bytes(below[node]);
    sums[++i] = sum;
  }
  return sums;
}

function ranksOf(tree: FileTree, changes: Uint8Array, changed: Int32Array): Uint8Array {
  const parents = tree.columns.parent;
  const ranks = new Uint8Array(tree.size);
  for (const node of changed) {
    const rank = RANKS[changes[node]];
    // If a folder has the rank already, all folders above it have it too, so the loop stops. No folder is
    // visited more than three times.
    for (let at = node; at >= 0 && ranks[at] < rank; at = parents[at]) ranks[at] = rank;
  }
  return ranks;
}

/** The rank of each {@link Change}. */
const RANKS: readonly number[] = [0, 3, 2, 1];
