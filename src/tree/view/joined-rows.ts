import type { LayerView } from "../changes.js";
import { UNCHANGED } from "../changes.js";
import type { FileTree, Node } from "../file-tree.js";
import { hasRows } from "./rows.js";
import { entryAt, type Shown } from "./shown.js";

/** The rows of a tree in which a chain of folders with a single child is one row: `usr/share/zoneinfo`. */
export interface JoinedRows {
  /** The row of a chain has the node of its last folder. */
  readonly rows: Int32Array;
  /** For a folder that has no row of its own: the next folder of its chain. */
  readonly into: ReadonlyMap<Node, Node>;
}

interface JoinOptions {
  readonly tree: FileTree;
  readonly layer: LayerView;
  readonly shown: Shown;
}

/**
 * Joins each open folder whose only visible child is a folder with that child. A folder with a different
 * change keeps its own row, because a row has one sign. One pass over the rows. Returns the same rows if
 * nothing is joined.
 */
export function joinedRows(rows: Int32Array, options: JoinOptions): JoinedRows {
  const { tree } = options;
  const { end } = tree.columns;
  const into = new Map<Node, Node>();
  let out: Int32Array | null = null;
  let count = 0;
  for (let row = 0; row < rows.length; row++) {
    const node = rows[row];
    // Most rows are files: they need no further check.
    const isFolder = end[node] > node + 1 && row + 1 < rows.length;
    const next = isFolder ? rows[row + 1] : -1;
    // The next row is within this folder, so the folder is open.
    if (isFolder && next > node && next < end[node] && isSingle(node, next, options)) {
      out ??= rows.slice();
      into.set(node, next);
    } else {
      if (out !== null) out[count] = node;
      count++;
    }
  }
  return { rows: out === null ? rows : out.subarray(0, count), into };
}

function isSingle(folder: Node, only: Node, { tree, layer, shown }: JoinOptions): boolean {
  const change = layer.changes[folder];
  if (change !== UNCHANGED && change !== layer.changes[only]) return false;
  if (layer.metadataOnly?.[folder] === 1) return false;
  if (!tree.entries.isFolder(entryAt(layer, only)) && !hasRows(tree, shown, only)) return false;
  const { end } = tree.columns;
  for (let child = folder + 1; child < end[folder]; child = end[child])
    if (shown.kept[child] !== 0 && child !== only) return false;
  return true;
}
