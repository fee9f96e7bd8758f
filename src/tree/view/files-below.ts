import type { EntryId } from "../columns/entry-table.js";
import type { FileTree, Node, Rootfs } from "../file-tree.js";

/** The number of files, and their bytes. Hard links count once. */
interface FileTotals {
  readonly files: number;
  readonly bytes: number;
}

/** Returns the files of a merged filesystem at a node and below it. */
export function filesBelow(tree: FileTree, rootfs: Rootfs, node: Node): FileTotals {
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

/** Returns the paths of a filesystem that are names of the same content. */
export function namesOf({ entries }: FileTree, rootfs: Rootfs, row: EntryId): Node[] {
  const nodes: Node[] = [];
  for (let node = 0; node < rootfs.length; node++)
    if (rootfs[node] >= 0 && entries.inode[rootfs[node]] === row) nodes.push(node);
  return nodes;
}
