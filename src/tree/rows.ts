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

function rowsBySize(tree: FileTree, outline: Outline, shown: Shown, folding: Folding): Int32Array {
  const { kept, bytes } = shown;
  const { end } = tree.columns;
  const out = new Int32Array(mostRows(shown, folding));
  let count = 0;
  // Siblings that wait for their turn, the next one last.
  const waiting = new Int32Array(out.length);
  const few = new Float64Array(FEW);
  let last = pushSorted(0, 0);
  while (last > 0) {
    const node = waiting[--last];
    out[count++] = node;
    if (end[node] > node + 1 && isOpen(folding, node, outline.depths[node])) last = pushSorted(node, last);
  }
  return out.subarray(0, count);

  /** Puts what is shown in a folder behind those that wait: the biggest last, of equal ones the first by name last. */
  function pushSorted(folder: Node, from: number): number {
    let to = from;
    for (let child = folder + 1; child < end[folder]; child = end[child]) {
      if (kept[child] === 0) continue;
      let at = to++;
      if (at - from < FEW) {
        // Most folders hold a few things: there an insertion costs a fraction of a call of `sort`.
        const own = bytes[child];
        for (; at > from && few[at - from - 1] >= own; at--) {
          few[at - from] = few[at - from - 1];
          waiting[at] = waiting[at - 1];
        }
        few[at - from] = own;
      }
      waiting[at] = child;
    }
    if (to - from > FEW) waiting.subarray(from, to).sort((a, b) => bytes[a] - bytes[b] || b - a);
    return to;
  }
}

const FEW = 24;
