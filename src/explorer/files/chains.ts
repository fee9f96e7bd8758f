import type { FileTree, Node } from "../../tree/file-tree.js";
import type { JoinedRows } from "../../tree/view/joined-rows.js";

/*
 * Chains of single folders that share a row: the row is the last folder, and `into` leads there from each of the others.
 */

type Into = JoinedRows["into"];

export const NO_CHAINS: Into = new Map();

/** The folder whose row a path is in: itself, where it shares no row. */
export function endOfChain(into: Into, node: Node): Node {
  let at = node;
  for (let next = into.get(at); next !== undefined; next = into.get(at)) at = next;
  return at;
}

/** The paths that a row is for, from the top: of most rows one. */
export function chainOf(tree: FileTree, into: Into, node: Node): readonly Node[] {
  const chain = [node];
  for (let above = tree.parent(node); into.has(above); above = tree.parent(above)) chain.unshift(above);
  return chain;
}

/** The folder above a row: the root is 0. */
export function folderAbove(tree: FileTree, { into }: { readonly into: Into }, node: Node): Node {
  return tree.parent(chainOf(tree, into, node)[0]);
}

/** How many folders above a path have a row. */
export function rowsAbove(tree: FileTree, into: Into, node: Node): number {
  let count = 0;
  for (let above = tree.parent(node); above > 0; above = tree.parent(above)) if (!into.has(above)) count++;
  return count;
}
