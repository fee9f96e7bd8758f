import type { EntryId } from "../tree/entry-table.js";
import type { FileTree, Node } from "../tree/file-tree.js";
import type { Analysis } from "./analyze.js";
import { Contents } from "./contents.js";

/** Content that the final filesystem holds more than once. It is no waste: each copy can be reached. */
export interface Duplicate {
  /** Bytes of all copies but one, above 0. */
  readonly bytes: number;
  /** `sha256:…` of the content. */
  readonly digest: string;
  /** One path a copy (the first of its names), two or more, in the order of paths. */
  readonly nodes: readonly Node[];
}

/**
 * Finds content that is alive at two paths or more. Names of one inode are one copy; empty files are none.
 * Reads content, but only of files that have another of their size.
 * @returns the group with most bytes first, then by first path.
 * @throws LayerxError where a layer cannot be read; the signal's reason when aborted.
 */
export async function findDuplicates(
  { image, tree }: Pick<Analysis, "image" | "tree">,
  signal?: AbortSignal,
): Promise<Duplicate[]> {
  const sameSize = liveInodesBySize(tree).filter(({ copies }) => copies.length > 1);
  const contents = new Contents(tree, image.layers);
  for (const { copies } of sameSize) contents.want(copies.map(({ inode }) => inode));
  await contents.load(signal);

  const duplicates: Duplicate[] = [];
  for (const { size, copies } of sameSize) {
    const byDigest = new Map<string, Node[]>();
    for (const { inode, node } of copies) {
      const digest = contents.digest(inode);
      const nodes = byDigest.get(digest);
      if (nodes === undefined) byDigest.set(digest, [node]);
      else nodes.push(node);
    }
    for (const [digest, nodes] of byDigest) {
      if (nodes.length > 1) {
        duplicates.push({ bytes: size * (nodes.length - 1), digest: `sha256:${digest}`, nodes });
      }
    }
  }
  return duplicates.sort((a, b) => b.bytes - a.bytes || a.nodes[0] - b.nodes[0]);
}

interface SizeGroup {
  readonly size: number;
  /** In the order of their paths. */
  readonly copies: { readonly inode: EntryId; readonly node: Node }[];
}

function liveInodesBySize({ rootfs, entries }: FileTree): SizeGroup[] {
  const groups = new Map<number, SizeGroup>();
  const seen = new Uint8Array(entries.size);
  for (let node = 0; node < rootfs.length; node++) {
    const inode = rootfs[node] < 0 ? -1 : entries.inode[rootfs[node]];
    if (inode < 0 || seen[inode] === 1) continue;
    seen[inode] = 1;
    const size = entries.bytes(inode);
    if (size === 0) continue;
    const group = groups.get(size);
    if (group === undefined) groups.set(size, { size, copies: [{ inode, node }] });
    else group.copies.push({ inode, node });
  }
  return [...groups.values()];
}
