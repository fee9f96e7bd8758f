import { ADDED, type Change, type LayerView, MODIFIED, REMOVED, UNCHANGED } from "./changes.js";
import type { EntryId } from "./entry-table.js";
import type { FileTree, Node } from "./file-tree.js";
import type { Outline } from "./outline.js";
import { PIECE_NODES, type Pieces } from "./pieces.js";

/** Changes to show, a bit each: `1 << ADDED | 1 << MODIFIED`. */
export type ChangeMask = number;

export function maskOf(...changes: readonly Change[]): ChangeMask {
  return changes.reduce<ChangeMask>((mask, change) => mask | (1 << change), 0);
}

export const CHANGED = maskOf(ADDED, MODIFIED, REMOVED);
export const EVERYTHING = maskOf(UNCHANGED, ADDED, MODIFIED, REMOVED);

/** What of a layer's view is shown: columns over the tree's nodes. */
export interface Shown {
  /** 1 for a path that is shown, or has one that is shown below it. The root has 1 always. */
  readonly kept: Uint8Array;
  /** 1 for a path that is shown for itself, not only for what is below it. */
  readonly own: Uint8Array;
  /** Bytes of content of what is shown there and below. What the layer removed counts below a removed folder only. */
  readonly bytes: Float64Array;
  /** Paths that are shown for themselves, folders that only hold them aside. */
  readonly paths: number;
  /** Kept nodes by depth; the root is depth 0. */
  readonly byDepth: Uint32Array;
}

export interface ShownOptions {
  readonly changes: ChangeMask;
  /** 1 for each path that may be shown; `null` for all. */
  readonly matches: Uint8Array | null;
}

/** The entry that stands for a node in a layer's view: what was there before, where the layer removed it; −1 for none. */
export function entryAt({ rootfs, below, changes }: LayerView, node: Node): EntryId {
  return changes[node] === REMOVED ? below[node] : rootfs[node];
}

/**
 * Finds what is shown of a layer's view, and sums it up over the folders: one pass from the last node to the
 * first, where a folder always comes after what it holds.
 */
export function* shownPaths(
  tree: FileTree,
  outline: Outline,
  view: LayerView,
  options: ShownOptions,
): Pieces<Shown> {
  const { kept, own, bytes, byDepth } = noPaths(tree, outline);
  const sums: Sums = { tree, outline, view, options, kept, own, bytes, byDepth };
  putDiffering(sums);
  let paths = 0;
  for (let node = tree.size - 1; node > 0; node -= PIECE_NODES) {
    yield;
    paths += sumUp(node, Math.max(node - PIECE_NODES, 0), sums);
  }
  return { kept, own, bytes, paths, byDepth };
}

interface Sums extends Omit<Shown, "paths"> {
  readonly tree: FileTree;
  readonly outline: Outline;
  readonly view: LayerView;
  readonly options: ShownOptions;
}

/** The bytes of paths whose versions differ in size; those of all others are known without a look at their entries. */
function putDiffering({ tree, outline, view, options, bytes }: Sums): void {
  const { changes: mask, matches } = options;
  const { rootfs, below, changes } = view;
  for (const node of outline.differing) {
    const change = changes[node];
    if (((mask >> change) & 1) === 0 || (matches !== null && matches[node] === 0)) continue;
    const entry = change === REMOVED ? below[node] : rootfs[node];
    if (entry >= 0) bytes[node] = tree.entries.bytes(entry);
  }
}

/** Sums up nodes from one down to another, which is left out. @returns how many are shown for themselves. */
function sumUp(from: Node, to: Node, sums: Sums): number {
  const { tree, outline, view, options, kept, own, bytes, byDepth } = sums;
  const { changes: mask, matches } = options;
  const { rootfs, below, changes } = view;
  const { depths, sameBytes } = outline;
  const parents = tree.columns.parent;
  /** The entry that is shown for itself; −1 where there is none. */
  const shownEntry = (node: Node): EntryId => {
    const change = changes[node];
    if (((mask >> change) & 1) === 0 || (matches !== null && matches[node] === 0)) return -1;
    return change === REMOVED ? below[node] : rootfs[node];
  };
  // Where nothing but removed paths is shown, they are what the sums are of.
  const sumsRemoved = mask === 1 << REMOVED;
  let paths = 0;
  for (let node = from; node > to; node--) {
    let sum = bytes[node];
    if (shownEntry(node) >= 0) {
      sum += sameBytes[node];
      own[node] = 1;
      paths++;
    } else if (kept[node] === 0) continue;
    kept[node] = 1;
    bytes[node] = sum;
    const parent = parents[node];
    kept[parent] = 1;
    if (changes[node] !== REMOVED || changes[parent] === REMOVED || sumsRemoved) bytes[parent] += sum;
    byDepth[depths[node]]++;
  }
  return paths;
}

/** The tree with nothing but its root shown. */
export function noPaths({ size }: FileTree, { deepest }: Outline): Shown {
  const kept = new Uint8Array(size);
  kept[0] = 1;
  return {
    kept,
    own: new Uint8Array(size),
    bytes: new Float64Array(size),
    paths: 0,
    byDepth: new Uint32Array(deepest + 1),
  };
}
