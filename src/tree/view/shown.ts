import { ADDED, type Change, type LayerView, MODIFIED, REMOVED, UNCHANGED } from "../changes.js";
import type { EntryId } from "../columns/entry-table.js";
import type { Outline } from "../columns/outline.js";
import type { FileTree, Node } from "../file-tree.js";
import { PIECE_NODES, type Pieces } from "../pieces.js";

/** The visible kinds of change, one bit each: `1 << ADDED | 1 << MODIFIED`. */
export type ChangeMask = number;

export function maskOf(...changes: readonly Change[]): ChangeMask {
  return changes.reduce<ChangeMask>((mask, change) => mask | (1 << change), 0);
}

export const CHANGED = maskOf(ADDED, MODIFIED, REMOVED);
export const EVERYTHING = maskOf(UNCHANGED, ADDED, MODIFIED, REMOVED);

/** In `Shown.kept`: a folder that is only visible because of the paths below it. */
export const PARENT = 1;
export const OWN = 2;

/** The visible paths of a layer's view: columns over the tree's nodes. */
export interface Shown {
  /**
   * `OWN` for a path that is visible itself, `PARENT` for the root and for a folder that is only visible
   * because of the paths below it, else 0.
   */
  readonly kept: Uint8Array;
  /** The sums for `bytesShown`, at the places of the outline's `sumPlaces`. */
  readonly sums: Float64Array;
  /** The number of paths with `OWN`. */
  readonly paths: number;
  /** The number of visible nodes of each depth; the root has depth 0. */
  readonly byDepth: Uint32Array;
}

export interface ShownOptions {
  readonly changes: ChangeMask;
  /** 1 for each path that may be visible; `null` for all. */
  readonly matches: Uint8Array | null;
}

/**
 * Returns the entry that a layer's view shows for a node; for a removed path the entry before the removal; −1
 * for none.
 */
export function entryAt({ rootfs, below, changes }: LayerView, node: Node): EntryId {
  return changes[node] === REMOVED ? below[node] : rootfs[node];
}

/**
 * Returns the bytes of the visible files at a node and below it. Removed files count only below a removed
 * folder.
 */
export function bytesShown({ sumPlaces, sameBytes }: Outline, { kept, sums }: Shown, node: Node): number {
  const place = sumPlaces[node];
  if (place > 0) return sums[place];
  return kept[node] === OWN ? sameBytes[node] : 0;
}

/**
 * Finds the visible paths of a layer's view and the sums of the folders. One pass from the last node to the
 * first, in which a folder always comes after its contents.
 */
export function* shownPaths(
  tree: FileTree,
  outline: Outline,
  view: LayerView,
  options: ShownOptions,
): Pieces<Shown> {
  const { kept, sums, byDepth } = noPaths(tree, outline);
  const pass: Pass = { tree, outline, view, options, kept, sums, byDepth };
  putDiffering(pass);
  let paths = 0;
  for (let node = tree.size - 1; node > 0; node -= PIECE_NODES) {
    yield;
    paths += sumUp(node, Math.max(node - PIECE_NODES, 0), pass);
  }
  return { kept, sums, paths, byDepth };
}

interface Pass extends Omit<Shown, "paths"> {
  readonly tree: FileTree;
  readonly outline: Outline;
  readonly view: LayerView;
  readonly options: ShownOptions;
}

/** Adds the bytes of paths whose versions differ in size. The bytes of all others are in the outline. */
function putDiffering({ tree, outline, view, options, sums }: Pass): void {
  const { changes: mask, matches } = options;
  const { rootfs, below, changes } = view;
  for (const node of outline.differing) {
    const change = changes[node];
    if (((mask >> change) & 1) === 0 || (matches !== null && matches[node] === 0)) continue;
    const entry = change === REMOVED ? below[node] : rootfs[node];
    if (entry >= 0) sums[outline.sumPlaces[node]] = tree.entries.bytes(entry);
  }
}

/**
 * Computes the sums of the nodes from `from` down to `to`, without `to`.
 * @returns the number of paths with `OWN`.
 */
function sumUp(from: Node, to: Node, pass: Pass): number {
  const { tree, outline, view, options, kept, sums, byDepth } = pass;
  const { changes: mask, matches } = options;
  const { rootfs, below, changes } = view;
  const { depths, sameBytes, sumPlaces } = outline;
  const parents = tree.columns.parent;
  /** Returns the entry that is shown for the node itself; −1 if there is none. */
  const shownEntry = (node: Node): EntryId => {
    const change = changes[node];
    if (((mask >> change) & 1) === 0 || (matches !== null && matches[node] === 0)) return -1;
    return change === REMOVED ? below[node] : rootfs[node];
  };
  // If only removed paths are visible, the sums are of removed files.
  const sumsRemoved = mask === 1 << REMOVED;
  let paths = 0;
  for (let node = from; node > to; node--) {
    const place = sumPlaces[node];
    let sum = place > 0 ? sums[place] : 0;
    if (shownEntry(node) >= 0) {
      sum += sameBytes[node];
      kept[node] = OWN;
      paths++;
    } else if (kept[node] === 0) continue;
    if (place > 0) sums[place] = sum;
    const parent = parents[node];
    kept[parent] = PARENT;
    if (changes[node] !== REMOVED || changes[parent] === REMOVED || sumsRemoved)
      sums[sumPlaces[parent]] += sum;
    byDepth[depths[node]]++;
  }
  return paths;
}

/** Returns a view with only the root visible. */
export function noPaths({ size }: FileTree, { deepest, sums }: Outline): Shown {
  const kept = new Uint8Array(size);
  kept[0] = PARENT;
  return {
    kept,
    sums: new Float64Array(sums),
    paths: 0,
    byDepth: new Uint32Array(deepest + 1),
  };
}
