import type { Node } from "../../tree/file-tree.js";
import type { Comparison } from "./compare-images.js";
import { METADATA, MOVED, PATH_ADDED, PATH_CHANGED, PATH_REMOVED } from "./path-difference.js";
import { bytesAt, type Side } from "./side.js";

/** Paths with one kind of difference. Bytes are content; a file with several names counts once. */
export interface Total {
  readonly files: number;
  readonly folders: number;
  /** The bytes in each image. */
  readonly bytesA: number;
  readonly bytesB: number;
}

export type TotalName = "added" | "removed" | "changed" | "metadata" | "moved";
export type Totals = Readonly<Record<TotalName, Total>>;

const NAMES = new Map<number, TotalName>([
  [PATH_ADDED, "added"],
  [PATH_REMOVED, "removed"],
  [PATH_CHANGED, "changed"],
  [METADATA, "metadata"],
  [MOVED, "moved"],
]);

/** Returns the word for a difference; `null` for a path that is the same, or the old path of a move. */
export function totalName(difference: number): TotalName | null {
  return NAMES.get(difference) ?? null;
}

/**
 * Sums up the differences of the nodes from `from` up to (not including) `to`. With `shown`, only nodes with
 * a 1 count.
 */
export function totalsOf(
  comparison: Comparison,
  { from = 1, to = comparison.union.size, shown = null }: TotalsOptions = {},
): Totals {
  const zero = () => ({ files: 0, folders: 0, bytesA: 0, bytesB: 0 });
  const totals = { added: zero(), removed: zero(), changed: zero(), metadata: zero(), moved: zero() };
  for (let node = from; node < to; node++) {
    const name = totalName(comparison.differences[node]);
    if (name === null || (shown !== null && shown[node] === 0)) continue;
    const total = totals[name];
    if (isFolder(comparison, node)) total.folders++;
    else total.files++;
    const { bytesA, bytesB } = bytesOf(comparison, node);
    total.bytesA += bytesA;
    total.bytesB += bytesB;
  }
  return totals;
}

interface TotalsOptions {
  readonly from?: Node;
  readonly to?: Node;
  readonly shown?: Uint8Array | null;
}

/** Returns true if a path is a folder, in the last image that has it. */
export function isFolder({ a, b, union }: Comparison, node: Node): boolean {
  const row = union.b[node] < 0 ? -1 : b.rootfs[union.b[node]];
  if (row >= 0) return b.tree.entries.isFolder(row);
  const before = union.a[node] < 0 ? -1 : a.rootfs[union.a[node]];
  return before >= 0 && a.tree.entries.isFolder(before);
}

/**
 * Returns the bytes of a path in each image. For a path that moved, the first number is the size at the old
 * path.
 */
export function bytesOf(
  { a, b, union, movedFrom }: Comparison,
  node: Node,
): Pick<Total, "bytesA" | "bytesB"> {
  const old = movedFrom.get(node) ?? node;
  return { bytesA: bytesAt(a, union.a[old]), bytesB: bytesAt(b, union.b[node]) };
}

/** Returns the bytes of content in a side's filesystem, each file once. */
export function filesystemBytes({ tree, firstNames }: Side): number {
  let sum = 0;
  for (let row = 0; row < firstNames.length; row++) if (firstNames[row] >= 0) sum += tree.entries.bytes(row);
  return sum;
}

/** Returns true if no path and no setting differs. Layers may differ: they have their own times and order. */
export function isSame({ differences, config }: Comparison): boolean {
  return config.length === 0 && differences.every((difference) => difference === 0);
}
