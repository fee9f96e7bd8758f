import type { EntryId } from "../../tree/columns/entry-table.js";
import type { Node } from "../../tree/file-tree.js";
import type { Comparison } from "./compare-images.js";

/** The entry at a path on each side; −1 for none. For a path that moved, the old side is the entry at its old path. */
export function rowsAt({ a, b, union, movedFrom }: Comparison, node: Node): { rowA: EntryId; rowB: EntryId } {
  const old = union.a[movedFrom.get(node) ?? node];
  const now = union.b[node];
  return { rowA: old < 0 ? -1 : a.rootfs[old], rowB: now < 0 ? -1 : b.rootfs[now] };
}
