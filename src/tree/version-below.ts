import type { EntryId } from "./columns/entry-table.js";
import { firstFrom } from "./columns/first-from.js";
import type { FileTree, Node } from "./file-tree.js";

/** Returns the entry of a path in the layers below a layer; −1 if the path did not exist there. */
export function versionBelow({ layers }: FileTree, node: Node, layer: number): EntryId {
  for (let index = layer - 1; index >= 0; index--) {
    const { nodes, entries, hidden } = layers[index];
    const at = firstFrom(nodes, node);
    if (nodes[at] === node) return entries[at];
    // Ranges are disjoint and sorted. After an odd number of bounds, the node is within a range.
    if (firstFrom(hidden, node + 1) % 2 === 1) return -1;
  }
  return -1;
}
