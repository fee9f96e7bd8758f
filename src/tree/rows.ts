import type { ChangesBelow } from "./changes-below.js";
import type { FileTree, Node } from "./file-tree.js";
import type { Outline } from "./outline.js";
import type { Shown } from "./shown.js";
import { Siblings } from "./siblings.js";

export type SortOrder = "name" | "size" | "change" | "growth";

/** Which folders are open: those above a depth, but for the ones that are told one by one. */
export interface Folding {
  /** Folders of a smaller depth are open; 1 opens the root only. */
  readonly openDepth: number;
  readonly opened: ReadonlyMap<Node, boolean>;
  /** Where it is told, only folders with a change below them are open by their depth. */
  readonly changed?: ChangesBelow | null;
}

export function isOpen({ openDepth, opened, changed }: Folding, node: Node, depth: number): boolean {
  return opened.get(node) ?? (depth < openDepth && (changed?.any(node) ?? true));
}

/** True where something is shown below the node. */
export function holdsRows(tree: FileTree, { kept }: Shown, node: Node): boolean {
  const end = tree.end(node);
  for (let child = node + 1; child < end; child = tree.end(child)) if (kept[child] === 1) return true;
  return false;
}

export interface RowsOptions {
  readonly folding: Folding;
  readonly order: SortOrder;
  /** Of what is shown. */
  readonly changes: ChangesBelow;
  /** Where it is sorted by bytes: what `siblingsBy` made for this order, to be used again. */
  readonly siblings?: Siblings | null;
}

/** The siblings of what is shown in an order by bytes. */
export function siblingsBy(
  order: "size" | "growth",
  tree: FileTree,
  { kept, bytes }: Shown,
  changes: ChangesBelow,
): Siblings {
  return new Siblings(tree, kept, order === "size" ? bytes : changes.growths());
}

/**
 * The rows of the tree from the top, as nodes, without the root. By name siblings stand in the order of their
 * bytes; by size the biggest stands first; by change what is added, then modified, removed, unchanged, where a folder
 * counts as the first of these that it or anything shown below it is; by growth what grew or shrank most stands first,
 * and what did not change last. Equal ones stand by name.
 */
export function rows(tree: FileTree, outline: Outline, shown: Shown, options: RowsOptions): Int32Array {
  const { folding, order, changes, siblings } = options;
  if (order === "name") return rowsByName(tree, outline, shown, folding);
  const out = new Int32Array(mostRows(shown, folding));
  // Siblings that wait for their turn, the next one last.
  const waiting = new Int32Array(out.length);
  const push =
    order === "change"
      ? pushByChange(tree, shown, waiting, changes)
      : pushBySize(siblings ?? siblingsBy(order, tree, shown, changes), waiting);
  return rowsInTurn(tree, outline, folding, { out, waiting, push });
}

/** Rows that there can be at most: a column of all nodes for a few of them would cost more than they do. */
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

/** Puts what is shown in a folder behind those that wait, the first last. @returns how many wait then. */
type Push = (folder: Node, from: number) => number;

interface Turns {
  readonly out: Int32Array;
  readonly waiting: Int32Array;
  readonly push: Push;
}

function rowsInTurn(
  tree: FileTree,
  outline: Outline,
  folding: Folding,
  { out, waiting, push }: Turns,
): Int32Array {
  const { end } = tree.columns;
  let count = 0;
  let last = push(0, 0);
  while (last > 0) {
    const node = waiting[--last];
    out[count++] = node;
    if (end[node] > node + 1 && isOpen(folding, node, outline.depths[node])) last = push(node, last);
  }
  return out.subarray(0, count);
}

function pushBySize(siblings: Siblings, waiting: Int32Array): Push {
  return (folder, from) => siblings.put(folder, waiting, from);
}

/** What is added last, of equal ones the first by name last: counted first, then each put where it belongs. */
function pushByChange(tree: FileTree, { kept }: Shown, waiting: Int32Array, changes: ChangesBelow): Push {
  const { end } = tree.columns;
  const ranks = changes.ranks();
  /** By rank: one past the place of the next one by name. */
  const places = new Uint32Array(4);
  return (folder, from) => {
    places.fill(0);
    for (let child = folder + 1; child < end[folder]; child = end[child])
      if (kept[child] === 1) places[ranks[child]]++;
    let to = from;
    for (let rank = 0; rank < places.length; rank++) {
      to += places[rank];
      places[rank] = to;
    }
    for (let child = folder + 1; child < end[folder]; child = end[child])
      if (kept[child] === 1) waiting[--places[ranks[child]]] = child;
    return to;
  };
}
