import { addToGroup } from "../../groups.js";
import type { EntryId } from "../../tree/columns/entry-table.js";
import type { TreeUnion } from "../../tree/compare/union.js";
import type { FileTree, Node } from "../../tree/file-tree.js";
import { metadataAspects, timeAspect } from "./header-differences.js";
import { MOVED, MOVED_AWAY, PATH_ADDED, PATH_REMOVED } from "./path-difference.js";
import type { SameBytes } from "./same-bytes.js";
import { bytesAt, inodeAt, type Side } from "./side.js";

/** Limits for files that are read only to find moves: a number of files, and bytes. */
const MOST_FILES = 20_000;
const MOST_BYTES = 256_000_000;

interface Place {
  readonly a: Side;
  readonly b: Side;
  readonly union: TreeUnion;
  readonly differences: Uint8Array;
}

export interface MoveCandidates {
  /** Nodes of the union: removed files and new files, of sizes that occur in both lists. */
  readonly removed: readonly Node[];
  readonly added: readonly Node[];
  /** False if files were left out, because too many would have to be read. */
  readonly complete: boolean;
}

/**
 * Returns the files that may have moved: removed at one path, new at another, of equal size; the biggest
 * first.
 */
export function moveCandidates({ a, b, union, differences }: Place): MoveCandidates {
  const removed = bySize(nodesOf(differences, PATH_REMOVED), (node) => bytesAt(a, union.a[node]));
  const added = bySize(nodesOf(differences, PATH_ADDED), (node) => bytesAt(b, union.b[node]));
  const sizes = [...removed.keys()].filter((size) => added.has(size)).sort((x, y) => y - x);
  const isRead = (tree: FileTree, row: EntryId) => Number(tree.entries.digest(row) === null);
  const found = { removed: [] as Node[], added: [] as Node[] };
  let files = 0;
  let bytes = 0;
  for (const size of sizes) {
    const gone = removed.get(size) ?? [];
    const made = added.get(size) ?? [];
    const reads =
      gone.reduce((sum, node) => sum + isRead(a.tree, inodeAt(a, a.rootfs[union.a[node]])), 0) +
      made.reduce((sum, node) => sum + isRead(b.tree, inodeAt(b, b.rootfs[union.b[node]])), 0);
    files += reads;
    bytes += reads * size;
    if (files > MOST_FILES || bytes > MOST_BYTES) return { ...found, complete: false };
    for (const node of gone) found.removed.push(node);
    for (const node of made) found.added.push(node);
  }
  return { ...found, complete: true };
}

function* nodesOf(differences: Uint8Array, wanted: number): Generator<Node> {
  for (let node = 1; node < differences.length; node++) if (differences[node] === wanted) yield node;
}

function bySize(nodes: Iterable<Node>, sizeOf: (node: Node) => number): Map<number, Node[]> {
  const groups = new Map<number, Node[]>();
  for (const node of nodes) {
    const size = sizeOf(node);
    if (size === 0) continue;
    addToGroup(groups, size, node);
  }
  return groups;
}

/**
 * Pairs removed files with new files of the same content, which was loaded before. Files that kept their name
 * come first, then the others in the order of their paths. Marks both paths of each move.
 * @returns for each new path, the old path.
 */
export function pairMoves(
  { removed, added }: MoveCandidates,
  bytes: SameBytes,
  {
    a,
    b,
    union,
    times,
    differences,
    aspects,
  }: Place & { readonly times: boolean; readonly aspects: Uint8Array },
): Map<Node, Node> {
  const digests = {
    removed: removed.map((node) => bytes.digestA(inodeAt(a, a.rootfs[union.a[node]]))),
    added: added.map((node) => bytes.digestB(inodeAt(b, b.rootfs[union.b[node]]))),
  };
  const nameA = (node: Node) => a.tree.name(union.a[node]);
  const nameB = (node: Node) => b.tree.name(union.b[node]);
  const from = new Map<Node, Node>();
  const gone = new Set<Node>();
  for (const keyed of [true, false]) {
    const waiting = new Map<string, Node[]>();
    // `pop` takes the last file of a list, so the files are added in reverse order.
    for (let i = removed.length - 1; i >= 0; i--) {
      const node = removed[i];
      if (gone.has(node)) continue;
      const key = keyed ? `${digests.removed[i]}/${nameA(node)}` : digests.removed[i];
      addToGroup(waiting, key, node);
    }
    for (const [i, node] of added.entries()) {
      if (from.has(node)) continue;
      const old = waiting.get(keyed ? `${digests.added[i]}/${nameB(node)}` : digests.added[i])?.pop();
      if (old === undefined) continue;
      from.set(node, old);
      gone.add(old);
    }
  }
  for (const [now, old] of from) {
    differences[now] = MOVED;
    differences[old] = MOVED_AWAY;
    const [rowA, rowB] = [a.rootfs[union.a[old]], b.rootfs[union.b[now]]];
    aspects[now] = metadataAspects(a, rowA, b, rowB) | (times ? timeAspect(a, rowA, b, rowB) : 0);
  }
  return from;
}
