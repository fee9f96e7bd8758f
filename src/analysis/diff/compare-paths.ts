import { Pauses } from "../../pauses.js";
import type { TreeUnion } from "../../tree/compare/union.js";
import type { Node } from "../../tree/file-tree.js";
import { compareHeaders } from "./header-differences.js";
import { moveCandidates, pairMoves } from "./moves.js";
import { CONTENT, pathDifference } from "./path-difference.js";
import { SameBytes } from "./same-bytes.js";
import { inodeAt, type Side } from "./side.js";

/** The differences of every path of two images, as columns over the nodes of their union. */
export interface PathDifferences {
  /** For each node, its `Difference`. */
  readonly differences: Uint8Array;
  /** For each node, its `Aspects`. */
  readonly aspects: Uint8Array;
  /** For the new node of moved content: its old node. */
  readonly movedFrom: ReadonlyMap<Node, Node>;
  /** False if there were too many files to find all moves. Big files are searched first. */
  readonly movesComplete: boolean;
}

/**
 * Compares two filesystems path by path. Modification times count only with `times`. A folder that an archive
 * lists is the same as a folder that it only implies. Device numbers are not compared, because they are not
 * stored. Contents are read only for files of equal size that are not in a common layer. Pauses every few
 * milliseconds for other work.
 * @throws LayerxError if a layer cannot be read; the signal's reason when aborted.
 */
export async function comparePaths(
  a: Side,
  b: Side,
  union: TreeUnion,
  { times = false, signal }: { readonly times?: boolean; readonly signal?: AbortSignal } = {},
): Promise<PathDifferences> {
  const pauses = new Pauses();
  const columns = { differences: new Uint8Array(union.size), aspects: new Uint8Array(union.size) };
  const bytes = new SameBytes(a, b);
  const undecided = await compareHeaders({ a, b, union, bytes, pauses, times, ...columns });
  const moves = moveCandidates({ a, b, union, differences: columns.differences });
  const rowsA = (nodes: readonly Node[]) => nodes.map((node) => inodeAt(a, a.rootfs[union.a[node]]));
  const rowsB = (nodes: readonly Node[]) => nodes.map((node) => inodeAt(b, b.rootfs[union.b[node]]));
  const differing = await bytes.differing(rowsA(undecided), rowsB(undecided), signal);
  for (const [at, node] of undecided.entries()) if (differing[at] === 1) columns.aspects[node] |= CONTENT;
  bytes.want(rowsA(moves.removed), rowsB(moves.added));
  await bytes.load(signal);

  for (let node = 1; node < union.size; node++) {
    if (columns.aspects[node] !== 0) columns.differences[node] = pathDifference(columns.aspects[node]);
  }
  const movedFrom = pairMoves(moves, bytes, { a, b, union, times, ...columns });
  return { ...columns, movedFrom, movesComplete: moves.complete };
}
