import type { FileTree, Node } from "../file-tree.js";

/**
 * The paths of two trees, each once, in pre-order as in both trees: node 0 is the root, siblings are in the
 * order of their bytes, the descendants of `n` are `n + 1 … end[n] − 1`.
 */
export interface TreeUnion {
  readonly size: number;
  /** For each node, its number in each tree; −1 if the tree does not have the path. */
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly parent: Int32Array;
  /** One past the last descendant. */
  readonly end: Int32Array;
}

/** Merges the paths of both trees in one pass, like two sorted lists. */
export function unite(a: FileTree, b: FileTree): TreeUnion {
  const most = a.size + b.size - 1;
  const columns = { a: new Int32Array(most), b: new Int32Array(most), parent: new Int32Array(most) };
  columns.parent[0] = -1;
  const size = walk(a, b, columns);
  const parent = columns.parent.subarray(0, size);
  return {
    size,
    a: columns.a.subarray(0, size),
    b: columns.b.subarray(0, size),
    parent,
    end: ends(parent),
  };
}

type Columns = Pick<TreeUnion, "a" | "b" | "parent">;

/**
 * Fills the columns.
 * @returns the number of nodes.
 */
function walk(a: FileTree, b: FileTree, columns: Columns): number {
  // The common folders from the root to the current place.
  const open: Node[] = [0];
  let size = 1;
  for (let i = 1, j = 1; open.length > 0; ) {
    const folder = open[open.length - 1];
    const moreA = i < a.end(columns.a[folder]);
    const moreB = j < b.end(columns.b[folder]);
    if (!moreA && !moreB) {
      open.pop();
      continue;
    }
    const order = !moreA ? 1 : !moreB ? -1 : compareNames(a, i, b, j);
    if (order < 0) {
      size = copyBranch(a, i, {
        from: size,
        folder,
        own: columns.a,
        other: columns.b,
        parent: columns.parent,
      });
      i = a.end(i);
    } else if (order > 0) {
      size = copyBranch(b, j, {
        from: size,
        folder,
        own: columns.b,
        other: columns.a,
        parent: columns.parent,
      });
      j = b.end(j);
    } else {
      columns.parent[size] = folder;
      columns.a[size] = i++;
      columns.b[size] = j++;
      open.push(size++);
    }
  }
  return size;
}

interface Branch {
  /** The next free node of the union. */
  readonly from: Node;
  /** The folder of the union that contains the branch. */
  readonly folder: Node;
  readonly own: Int32Array;
  readonly other: Int32Array;
  readonly parent: Int32Array;
}

/**
 * Appends nodes that only one tree has: `top` and everything below it.
 * @returns the next free node.
 */
function copyBranch(tree: FileTree, top: Node, { from, folder, own, other, parent }: Branch): Node {
  const count = tree.end(top) - top;
  for (let at = 0; at < count; at++) {
    own[from + at] = top + at;
    other[from + at] = -1;
    parent[from + at] = at === 0 ? folder : from + tree.parent(top + at) - top;
  }
  return from + count;
}

function compareNames(a: FileTree, i: Node, b: FileTree, j: Node): number {
  const { pool: poolA, nameStart: startsA } = a.columns;
  const { pool: poolB, nameStart: startsB } = b.columns;
  const fromA = startsA[i];
  const fromB = startsB[j];
  const lengthA = startsA[i + 1] - fromA;
  const lengthB = startsB[j + 1] - fromB;
  const shorter = Math.min(lengthA, lengthB);
  for (let at = 0; at < shorter; at++) {
    const difference = poolA[fromA + at] - poolB[fromB + at];
    if (difference !== 0) return difference;
  }
  return lengthA - lengthB;
}

function ends(parent: Int32Array): Int32Array {
  const end = Int32Array.from(parent, (_, node) => node + 1);
  for (let node = parent.length - 1; node > 0; node--) {
    if (end[node] > end[parent[node]]) end[parent[node]] = end[node];
  }
  return end;
}
