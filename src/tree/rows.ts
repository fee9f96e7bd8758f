import { grow } from "./columns.js";
import type { FileTree, Node } from "./file-tree.js";
import type { Outline } from "./outline.js";
import type { Shown } from "./shown.js";

export type SortOrder = "name" | "size";

/** Which folders are open: those above a depth, but for the ones that are told one by one. */
export interface Folding {
  /** Folders of a smaller depth are open; 1 opens the root only. */
  readonly openDepth: number;
  readonly opened: ReadonlyMap<Node, boolean>;
}

export function isOpen({ openDepth, opened }: Folding, node: Node, depth: number): boolean {
  return opened.get(node) ?? depth < openDepth;
}

/** True where something is shown below the node. */
export function holdsRows(tree: FileTree, { kept }: Shown, node: Node): boolean {
  const end = tree.end(node);
  for (let child = node + 1; child < end; child = tree.end(child)) if (kept[child] === 1) return true;
  return false;
}

/**
 * The rows of the tree from the top, as nodes, without the root. By name siblings stand in the order of their
 * bytes; by size the biggest stands first, equal ones by name.
 */
export function rows(
  tree: FileTree,
  outline: Outline,
  shown: Shown,
  { folding, order }: { readonly folding: Folding; readonly order: SortOrder },
): Int32Array {
  return order === "name"
    ? rowsByName(tree, outline, shown, folding)
    : rowsBySize(tree, outline, shown, folding);
}

/** Few rows are the usual thing: a column of all nodes for them would cost more than they do. */
const FIRST_ROOM = 1024;

function rowsByName(tree: FileTree, outline: Outline, { kept }: Shown, folding: Folding): Int32Array {
  let out = new Int32Array(FIRST_ROOM);
  let count = 0;
  for (let node = 1; node < tree.size; ) {
    if (kept[node] === 0) {
      node = tree.end(node);
      continue;
    }
    if (count === out.length) out = grow(out, count + 1);
    out[count++] = node;
    const end = tree.end(node);
    node = end === node + 1 || isOpen(folding, node, outline.depths[node]) ? node + 1 : end;
  }
  return out.subarray(0, count);
}

function rowsBySize(tree: FileTree, outline: Outline, shown: Shown, folding: Folding): Int32Array {
  const { kept, bytes } = shown;
  const out = new Int32Array(tree.size);
  let count = 0;
  // Siblings that wait for their turn, the next one last.
  const waiting = new Int32Array(tree.size);
  let last = 0;
  const push = (folder: Node) => {
    const from = last;
    const end = tree.end(folder);
    for (let child = folder + 1; child < end; child = tree.end(child)) {
      if (kept[child] === 1) waiting[last++] = child;
    }
    sortAscending(waiting, from, last, bytes);
  };
  push(0);
  while (last > 0) {
    const node = waiting[--last];
    out[count++] = node;
    if (tree.end(node) > node + 1 && isOpen(folding, node, outline.depths[node])) push(node);
  }
  return out.subarray(0, count);
}

const FEW = 24;

/** Sorts `nodes[from … to)`: the biggest last, of equal ones the first by name last. */
function sortAscending(nodes: Int32Array, from: number, to: number, bytes: Float64Array): void {
  if (to - from > FEW) {
    nodes.subarray(from, to).sort((a, b) => bytes[a] - bytes[b] || b - a);
    return;
  }
  // Most folders hold a few things: there an insertion costs a fraction of a call of `sort`.
  for (let i = from + 1; i < to; i++) {
    const node = nodes[i];
    let at = i;
    for (; at > from && (bytes[nodes[at - 1]] - bytes[node] || node - nodes[at - 1]) > 0; at--) {
      nodes[at] = nodes[at - 1];
    }
    nodes[at] = node;
  }
}
