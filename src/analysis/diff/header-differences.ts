import type { Pauses } from "../../pauses.js";
import type { EntryId } from "../../tree/columns/entry-table.js";
import type { TreeUnion } from "../../tree/compare/union.js";
import type { Node } from "../../tree/file-tree.js";
import { sameXattrs } from "../waste/causes.js";
import {
  type Aspects,
  CONTENT,
  LINKS,
  MODE,
  OWNER,
  PATH_ADDED,
  PATH_REMOVED,
  SAME,
  TARGET,
  TIME,
  TYPE,
  XATTRS,
} from "./path-difference.js";
import type { SameBytes } from "./same-bytes.js";
import { inodeAt, type Side } from "./side.js";

interface HeaderOptions {
  readonly a: Side;
  readonly b: Side;
  readonly union: TreeUnion;
  readonly bytes: SameBytes;
  readonly pauses: Pauses;
  /** True to compare modification times, too. */
  readonly times: boolean;
  /** Filled with `ADDED` and `REMOVED`. */
  readonly differences: Uint8Array;
  /** Filled with the aspects that differ, at paths that both images have. */
  readonly aspects: Uint8Array;
}

const SLICE_NODES = 4096;

/**
 * Compares headers.
 * @returns the paths of files of equal size whose contents have to be read.
 */
export async function compareHeaders(options: HeaderOptions): Promise<Node[]> {
  const { a, b, union, bytes, pauses, times, differences, aspects } = options;
  const sameName = nameComparison(options);
  const undecided: Node[] = [];
  for (let node = 1; node < union.size; node++) {
    if (node % SLICE_NODES === 0 && pauses.due) await pauses.pause();
    const rowA = union.a[node] < 0 ? -1 : a.rootfs[union.a[node]];
    const rowB = union.b[node] < 0 ? -1 : b.rootfs[union.b[node]];
    if (rowA < 0 || rowB < 0) {
      differences[node] = rowB >= 0 ? PATH_ADDED : rowA >= 0 ? PATH_REMOVED : SAME;
      continue;
    }
    const found = headerAspects(
      { a, b, bytes, sameName: (inodeA, inodeB) => sameName(node, inodeA, inodeB) },
      rowA,
      rowB,
    );
    aspects[node] = found.aspects | (times ? timeAspect(a, rowA, b, rowB) : 0);
    if (found.undecided) undecided.push(node);
  }
  return undecided;
}

interface RowsOptions extends Pick<HeaderOptions, "a" | "b" | "bytes"> {
  /** Returns true if two contents have the same first name on both sides. */
  readonly sameName: (inodeA: EntryId, inodeB: EntryId) => boolean;
}

/** Returns the differences between two rows that headers show; `undecided` if their contents must be read. */
export function headerAspects(
  { a, b, bytes, sameName }: RowsOptions,
  rowA: EntryId,
  rowB: EntryId,
): { aspects: Aspects; undecided: boolean } {
  const [from, to] = [a.tree.entries, b.tree.entries];
  const inodeA = inodeAt(a, rowA);
  const inodeB = inodeAt(b, rowB);
  const metadata = metadataAspects(a, rowA, b, rowB);
  if (from.type(inodeA) !== to.type(inodeB)) return { aspects: metadata | TYPE, undecided: false };
  const target = from.linkname(inodeA) === to.linkname(inodeB) ? 0 : TARGET;
  const known = metadata | target;
  if (!from.isFile(inodeA)) return { aspects: known, undecided: false };
  const links = sameName(inodeA, inodeB) ? 0 : LINKS;
  const size = from.bytes(inodeA);
  const same = size !== to.bytes(inodeB) ? false : size === 0 ? true : bytes.known(inodeA, inodeB);
  return { aspects: known | links | (same === false ? CONTENT : 0), undecided: same === null };
}

/** Returns the differences between two rows in mode, owner and extended attributes. */
export function metadataAspects(
  { tree: { entries: a } }: Side,
  rowA: EntryId,
  { tree: { entries: b } }: Side,
  rowB: EntryId,
): Aspects {
  const inodeA = a.inode[rowA] < 0 ? rowA : a.inode[rowA];
  const inodeB = b.inode[rowB] < 0 ? rowB : b.inode[rowB];
  return (
    (a.mode(rowA) === b.mode(rowB) ? 0 : MODE) |
    (a.uid(rowA) === b.uid(rowB) && a.gid(rowA) === b.gid(rowB) ? 0 : OWNER) |
    (sameXattrs(a.xattrs(inodeA), b.xattrs(inodeB)) ? 0 : XATTRS)
  );
}

/**
 * Returns `TIME` if the modification times differ. A folder that no archive lists has no time, so it never
 * differs.
 */
export function timeAspect(a: Side, rowA: EntryId, b: Side, rowB: EntryId): Aspects {
  const [from, to] = [a.tree.entries, b.tree.entries];
  if (from.isImplied(rowA) || to.isImplied(rowB)) return 0;
  const [inodeA, inodeB] = [inodeAt(a, rowA), inodeAt(b, rowB)];
  const same =
    from.mtimeSeconds(inodeA) === to.mtimeSeconds(inodeB) &&
    from.mtimeNanos(inodeA) === to.mtimeNanos(inodeB);
  return same ? 0 : TIME;
}

/**
 * Returns a function that checks if two contents have the same first name on both sides. It finds changed hard
 * links: if the names that share a content are the same on both sides, it does not matter with which of them
 * an archive stores the content.
 */
function nameComparison({
  a,
  b,
  union,
}: HeaderOptions): (node: Node, inodeA: EntryId, inodeB: EntryId) => boolean {
  const twin = new Int32Array(a.tree.size).fill(-1);
  for (let node = 0; node < union.size; node++) if (union.a[node] >= 0) twin[union.a[node]] = union.b[node];
  return (node, inodeA, inodeB) => {
    const firstA = a.firstNames[inodeA];
    const firstB = b.firstNames[inodeB];
    if (firstA === union.a[node] && firstB === union.b[node]) return true;
    return twin[firstA] === firstB;
  };
}
