import type { TreeColumns } from "../../image/members/tree-columns.js";
import { DEFAULT_LIMITS } from "../limits.js";
import { rises } from "./sound-members.js";
import { arePaths } from "./sound-paths.js";

/** The number of rows of each layer of a tree, from the lowest up. */
export type RowCounts = readonly number[];

/**
 * Returns true if these columns are possible for merged layers with these numbers of rows: every number is in
 * its range, lists are sorted, and a row of a layer or of the filesystem at a path is a row of that path. So
 * no loop can leave a column or run for ever.
 */
export function isSoundTree(tree: TreeColumns, rowCounts: RowCounts): boolean {
  const { paths, rowNode, impliedLayer, layers, rootfs } = tree;
  const rows = rowCounts.reduce((sum, count) => sum + count, 0) + impliedLayer.length;
  if (rowNode.length !== rows || rootfs.length !== paths.parent.length) return false;
  if (!arePaths(paths, DEFAULT_LIMITS.nameBytes) || !areRowsAndNodes(tree)) return false;
  if (!impliedLayer.every((layer) => layer < layers.length)) return false;
  let first = 0;
  return layers.every((layer, index) => {
    const own = { first, end: first + rowCounts[index], index };
    first = own.end;
    return isSoundLayer(layer, own, tree);
  });
}

/** The rows of one layer. */
interface OwnRows {
  readonly first: number;
  /** The row after the last row of its archive. */
  readonly end: number;
  readonly index: number;
}

function isSoundLayer(
  { nodes, entries, hidden, whiteouts, opaques, repeated }: TreeColumns["layers"][number],
  { first, end, index }: OwnRows,
  { paths, rowNode, impliedLayer }: TreeColumns,
): boolean {
  const below = paths.parent.length;
  const firstImplied = rowNode.length - impliedLayer.length;
  if (!rises(nodes, { from: 1, below })) return false;
  for (let i = 0; i < nodes.length; i++) {
    const row = entries[i];
    const isOwn = (row >= first && row < end) || impliedLayer[row - firstImplied] === index;
    if (!isOwn || rowNode[row] !== nodes[i]) return false;
  }
  return (
    areRanges(hidden, below) &&
    rises(whiteouts, { from: 1, below }) &&
    rises(opaques, { from: 0, below }) &&
    repeated.every((row) => row >= first && row < end)
  );
}

/**
 * Returns true if each row has a path and a possible content (its own, that of another row, or none), and if
 * the filesystem has rows of the right paths. One loop for all checks, because Node compiles each loop again,
 * which takes longer than the loop.
 */
function areRowsAndNodes({ rowNode, inode, rootfs }: TreeColumns): boolean {
  const [rows, nodes] = [rowNode.length, rootfs.length];
  if (inode.length !== rows) return false;
  for (let i = 0; i < rows || i < nodes; i++) {
    if (i < rows) {
      const content = inode[i];
      if (rowNode[i] < 1 || rowNode[i] >= nodes || (content !== -1 && inode[content] !== content))
        return false;
    }
    if (i < nodes && rootfs[i] !== -1 && rowNode[rootfs[i]] !== i) return false;
  }
  return true;
}

/** Accepts ranges in rising order without overlap. */
function areRanges(ranges: Int32Array, below: number): boolean {
  let from = 0;
  for (let i = 0; i < ranges.length; i += 2) {
    if (ranges[i] < from || !(ranges[i + 1] > ranges[i]) || ranges[i + 1] > below) return false;
    from = ranges[i + 1];
  }
  return true;
}
