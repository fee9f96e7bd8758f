import type { EntryId } from "../columns/entry-table.js";
import type { FileTree, Node, Rootfs } from "../file-tree.js";

/** Names of files, and bytes of their contents: those of hard links once. */
interface Held {
  readonly files: number;
  readonly bytes: number;
}

/** What a node of a merged filesystem holds, with all below it. */
export function heldBelow(tree: FileTree, rootfs: Rootfs, node: Node): Held {
  const { entries } = tree;
  const counted = new Set<number>();
  let files = 0;
  let bytes = 0;
  for (let at = node; at < tree.end(node); at++) {
    const row = rootfs[at];
    const inode = row < 0 ? -1 : entries.inode[row];
    if (inode < 0 || !entries.isFile(inode)) continue;
    files++;
    if (counted.has(inode)) continue;
    counted.add(inode);
    bytes += entries.bytes(inode);
  }
  return { files, bytes };
}

/** The paths of a filesystem that lead to the content of a row. */
export function linkedTo({ entries }: FileTree, rootfs: Rootfs, row: EntryId): Node[] {
  const nodes: Node[] = [];
  for (let node = 0; node < rootfs.length; node++)
    if (rootfs[node] >= 0 && entries.inode[rootfs[node]] === row) nodes.push(node);
  return nodes;
}
