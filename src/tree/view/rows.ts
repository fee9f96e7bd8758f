import type { Outline } from "../columns/outline.js";
import type { FileTree, Node } from "../file-tree.js";
import type { ChangesBelow } from "./changes-below.js";
import type { SizeGrowth } from "./growth.js";
import { bytesShown, type Shown } from "./shown.js";

export type SortOrder = "name" | "size" | "change" | "growth";

/** The open folders: those shallower than `openDepth`, except those listed in `opened`. */
export interface Folding {
  /** Folders of a smaller depth are open; 1 opens only the root. */
  readonly openDepth: number;
  readonly opened: ReadonlyMap<Node, boolean>;
  /** If given, a folder is open by its depth only if something below it changed. */
  readonly changed?: ChangesBelow | null;
}

/** Returns true if a folder at a depth is open. */
export function isOpen({ openDepth, opened, changed }: Folding, node: Node, depth: number): boolean {
  return opened.get(node) ?? (depth < openDepth && (changed?.any(node) ?? true));
}

/** Returns true if something below the node is visible. */
export function hasRows(tree: FileTree, { kept }: Shown, node: Node): boolean {
  const end = tree.end(node);
  for (let child = node + 1; child < end; child = tree.end(child)) if (kept[child] !== 0) return true;
  return false;
}

export interface RowsOptions {
  readonly folding: Folding;
  readonly order: SortOrder;
  /** The changes of the visible paths. */
  readonly changes: ChangesBelow;
  /** The growth of the visible paths, for the order by growth. Without it, rows are in the order by name. */
  readonly growth?: SizeGrowth | null;
}

/**
 * Returns the rows of the tree from the top, as nodes, without the root. By name: siblings are in the order
 * of their bytes. By size: the biggest comes first. By change: added, then modified, removed, unchanged; a
 * folder has the first of these that it or a visible path below it has. By growth: the path that grew or
 * shrank most comes first, unchanged ones come last. Equal siblings are sorted by name.
 */
export function rows(tree: FileTree, outline: Outline, shown: Shown, options: RowsOptions): Int32Array {
  const { folding, order, changes, growth = null } = options;
  if (order === "name" || (order === "growth" && growth === null))
    return rowsByName(tree, outline, shown, folding);
  const out = new Int32Array(mostRows(shown, folding));
  const push: Push =
    order === "growth" && growth !== null
      ? (folder, to) => growth.put(folder, out, to)
      : order === "size"
        ? pushBySize(tree, outline, shown, out)
        : pushByChange(tree, shown, out, changes);
  return rowsInTurn(tree, outline, folding, { out, push });
}

/** Returns the maximum number of rows. If it is small, this saves a column for all nodes. */
function mostRows({ byDepth }: Shown, { openDepth, opened }: Folding): number {
  const deepest = opened.size > 0 ? byDepth.length : openDepth;
  return byDepth.subarray(0, Math.min(deepest + 1, byDepth.length)).reduce((sum, count) => sum + count, 0);
}

function rowsByName(tree: FileTree, outline: Outline, shown: Shown, folding: Folding): Int32Array {
  const { kept } = shown;
  const { end } = tree.columns;
  const out = new Int32Array(mostRows(shown, folding));
  let count = 0;
  for (let node = 1; node < tree.size; ) {
    const after = end[node];
    if (kept[node] === 0) {
      node = after;
      continue;
    }
    out[count++] = node;
    node = after === node + 1 || isOpen(folding, node, outline.depths[node]) ? node + 1 : after;
  }
  return out.subarray(0, count);
}

/**
 * Puts the visible children of a folder before the nodes that wait from a place on, in order.
 * @returns the new place.
 */
type Push = (folder: Node, to: number) => number;

interface Turns {
  /** The beginning has the finished rows. The end has nodes that wait to become rows, the next one first. */
  readonly out: Int32Array;
  readonly push: Push;
}

function rowsInTurn(tree: FileTree, outline: Outline, folding: Folding, { out, push }: Turns): Int32Array {
  const { end } = tree.columns;
  let count = 0;
  let next = push(0, out.length);
  while (next < out.length) {
    const node = out[next++];
    out[count++] = node;
    if (end[node] > node + 1 && isOpen(folding, node, outline.depths[node])) next = push(node, next);
  }
  return out.subarray(0, count);
}

/** Puts the biggest child first, equal ones by name. */
function pushBySize(tree: FileTree, outline: Outline, shown: Shown, waiting: Int32Array): Push {
  const { end } = tree.columns;
  const { kept } = shown;
  const bytes = (node: Node) => bytesShown(outline, shown, node);
  const few = new Float64Array(FEW);
  return (folder, to) => {
    let from = to;
    for (let child = folder + 1; child < end[folder]; child = end[child]) {
      if (kept[child] === 0) continue;
      let at = --from;
      if (to - at <= FEW) {
        // Most folders have few children. For them, an insertion sort takes a fraction of the time of `sort`.
        const own = bytes(child);
        for (; at + 1 < to && few[to - at - 2] >= own; at++) {
          few[to - at - 1] = few[to - at - 2];
          waiting[at] = waiting[at + 1];
        }
        few[to - at - 1] = own;
      }
      waiting[at] = child;
    }
    if (to - from > FEW) waiting.subarray(from, to).sort((a, b) => bytes(b) - bytes(a) || a - b);
    return from;
  };
}

const FEW = 24;

/** Puts added children first, equal ones by name. It is a counting sort. */
function pushByChange(tree: FileTree, { kept }: Shown, waiting: Int32Array, changes: ChangesBelow): Push {
  const { end } = tree.columns;
  const ranks = changes.ranks;
  /** For each rank: the place of its next child by name. */
  const places = new Uint32Array(4);
  return (folder, to) => {
    places.fill(0);
    for (let child = folder + 1; child < end[folder]; child = end[child])
      if (kept[child] !== 0) places[ranks[child]]++;
    let from = to;
    for (let rank = 0; rank < places.length; rank++) {
      from -= places[rank];
      places[rank] = from;
    }
    for (let child = folder + 1; child < end[folder]; child = end[child])
      if (kept[child] !== 0) waiting[places[ranks[child]]++] = child;
    return from;
  };
}
