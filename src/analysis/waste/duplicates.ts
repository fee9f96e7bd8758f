import { addToGroup } from "../../groups.js";
import type { Layer } from "../../image/layer.js";
import type { EntryId } from "../../tree/columns/entry-table.js";
import type { FileTree, Node } from "../../tree/file-tree.js";
import type { Analysis } from "../analyze.js";
import { Contents } from "./file-contents.js";

/** Content that the final filesystem contains more than once. It is not wasted: each copy is visible. */
export interface Duplicate {
  /** Bytes of all copies but one, above 0. */
  readonly bytes: number;
  /** `sha256:…` of the content; `null` for sparse files with more holes than can be hashed. */
  readonly digest: string | null;
  /** The path of each copy (the first of its names), two or more, in the order of paths. */
  readonly nodes: readonly Node[];
}

/**
 * Finds content that the final filesystem contains twice or more. Hard links are one copy; empty files are
 * ignored. Only contents of files of equal size are read.
 * @returns the group with most bytes first, then by first path.
 * @throws LayerxError if a layer cannot be read; the signal's reason when aborted.
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
  const hashes = new SparseHashes(tree, image.layers);
  for (const { size, copies } of sameSize) {
    const byDigest = new Map<string, Copy[]>();
    for (const copy of copies) {
      const digest = contents.digest(copy.inode);
      addToGroup(byDigest, digest, copy);
    }
    for (const [key, same] of byDigest) {
      if (same.length < 2) continue;
      const hex = contents.isByMap(same[0].inode) ? await hashes.of(same, signal) : key;
      const digest = hex === null ? null : `sha256:${hex}`;
      duplicates.push({ bytes: size * (same.length - 1), digest, nodes: same.map(({ node }) => node) });
    }
  }
  return duplicates.sort((a, b) => b.bytes - a.bytes || a.nodes[0] - b.nodes[0]);
}

interface Copy {
  readonly inode: EntryId;
  readonly node: Node;
}

interface SizeGroup {
  readonly size: number;
  /** In the order of their paths. */
  readonly copies: Copy[];
}

/** The maximum of bytes in holes that are hashed as zeros, for one report. */
const MOST_HOLES = 1024 ** 3;

/** Computes SHA-256 of sparse files, which were compared by their stored parts. */
class SparseHashes {
  readonly #tree: FileTree;
  readonly #layers: readonly Layer[];
  #holes = 0;

  constructor(tree: FileTree, layers: readonly Layer[]) {
    this.#tree = tree;
    this.#layers = layers;
  }

  /** Returns the hash in hex; `null` if too many bytes of holes would have to be hashed. */
  async of(copies: readonly Copy[], signal?: AbortSignal): Promise<string | null> {
    const { entries } = this.#tree;
    const { inode } = copies.find((copy) => !entries.isSparse(copy.inode)) ?? copies[0];
    const known = entries.digest(inode);
    if (known !== null) return Buffer.from(known).toString("hex");
    const content = entries.content(inode);
    const holes = content.size - content.stored;
    if (this.#holes + holes > MOST_HOLES) return null;
    this.#holes += holes;
    const [digest] = await this.#layers[entries.layer(inode)].digests([content], signal);
    return Buffer.from(digest).toString("hex");
  }
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
