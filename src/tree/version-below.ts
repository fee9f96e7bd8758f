import type { EntryId } from "./columns/entry-table.js";
import { firstFrom } from "./columns/first-from.js";
import type { FileTree, Node } from "./file-tree.js";

/** The entry of a path in the layers below a layer; −1 if the path did not exist there. */
export function versionBelow({ layers }: FileTree, node: Node, layer: number): EntryId {
  for (let index = layer - 1; index >= 0; index--) {
    const { nodes, entries, hidden } = layers[index];
    const at = firstFrom(nodes, node);
    if (nodes[at] === node) return entries[at];
    // Ranges are disjoint and rise: an odd number of bounds up to the node means that it lies within one.
    if (firstFrom(hidden, node + 1) % 2 === 1) return -1;
  }
  return -1;
}
