import type { EntryId } from "../../tree/columns/entry-table.js";
import type { Node } from "../../tree/file-tree.js";
import type { Comparison } from "./compare-images.js";

/**
 * Returns the entry at a path on each side; −1 if there is none. For a path that moved, the entry of the old
 * side is at the old path.
 */
export function rowsAt({ a, b, union, movedFrom }: Comparison, node: Node): { rowA: EntryId; rowB: EntryId } {
  const old = union.a[movedFrom.get(node) ?? node];
  const now = union.b[node];
  return { rowA: old < 0 ? -1 : a.rootfs[old], rowB: now < 0 ? -1 : b.rootfs[now] };
}
