import type { FileTree, Node } from "../../tree/file-tree.js";
import type { JoinedRows } from "../../tree/view/joined-rows.js";

/*
 * A chain of folders with a single child shares a row. The row has the node of the last folder; `into` leads
 * to it from each of the others.
 */

type Into = JoinedRows["into"];

export const NO_CHAINS: Into = new Map();

/** Returns the folder whose row contains a path; the path itself if it has a row of its own. */
export function endOfChain(into: Into, node: Node): Node {
  let at = node;
  for (let next = into.get(at); next !== undefined; next = into.get(at)) at = next;
  return at;
}

/** Returns the paths of a row, from the top. Most rows have one. */
export function chainOf(tree: FileTree, into: Into, node: Node): readonly Node[] {
  const chain = [node];
  for (let above = tree.parent(node); into.has(above); above = tree.parent(above)) chain.unshift(above);
  return chain;
}

/** Returns the parent folder of a row; the root is 0. */
export function folderAbove(tree: FileTree, { into }: { readonly into: Into }, node: Node): Node {
  return tree.parent(chainOf(tree, into, node)[0]);
}

/** Returns the number of rows of the parent folders of a path. */
export function rowsAbove(tree: FileTree, into: Into, node: Node): number {
  let count = 0;
  for (let above = tree.parent(node); above > 0; above = tree.parent(above)) if (!into.has(above)) count++;
  return count;
}
