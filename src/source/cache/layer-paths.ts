import { endianness } from "node:os";
import type { LayerMembers } from "../../image/members/members.js";
import type { LayerRows } from "../../image/members/tree-columns.js";
import { ColumnReader, joinColumns, pathColumns, withEnds } from "./column-bytes.js";
import { arePathsOfRows } from "./sound-members.js";

/** The numbers before the columns: rows, paths, their names, targets, their names, links, whiteouts, opaque markers. */
const HEAD_NUMBERS = 8;

/** Encodes the paths of a layer's rows: numbers, then columns that begin at multiples of 8. */
export function encodePaths(members: LayerMembers): Buffer {
  const { rows, paths, targets, links, linkNodes, whiteouts, opaques } = members;
  const head = Float64Array.of(
    rows.count,
    paths.parent.length,
    paths.pool.length,
    targets.parent.length,
    targets.pool.length,
    links.length,
    whiteouts.length,
    opaques.length,
  );
  return joinColumns([
    ...[head, rows.node, ...pathColumns(paths), ...pathColumns(targets)],
    ...[links, linkNodes, whiteouts, opaques],
  ]);
}

/** Decodes the paths of these rows; `null` for invalid bytes, which are as untrusted as an image, and for other rows. */
export function decodePaths(bytes: Buffer, { memberCount, root, rows }: LayerRows): LayerMembers | null {
  if (endianness() !== "LE" || bytes.length < HEAD_NUMBERS * 8 || bytes.byteOffset % 8 !== 0) return null;
  const take = new ColumnReader(bytes);
  const head = take.next(Float64Array, HEAD_NUMBERS);
  if (!head.every((number) => Number.isSafeInteger(number) && number >= 0 && number <= bytes.length))
    return null;
  const [count, pathCount, nameBytes, targetCount, targetBytes, linkCount, whiteoutCount, opaqueCount] = head;
  if (count !== rows.count) return null;
  const node = take.next(Int32Array, count);
  const paths = take.paths(pathCount, nameBytes);
  const targets = take.paths(targetCount, targetBytes);
  const lists = {
    links: take.next(Int32Array, linkCount),
    linkNodes: take.next(Int32Array, linkCount),
    whiteouts: take.next(Int32Array, whiteoutCount),
    opaques: take.next(Int32Array, opaqueCount),
  };
  if (!take.isAtEnd) return null;
  const members = {
    ...{ memberCount, root, rows: { ...rows, node } },
    ...{ paths: withEnds(paths), targets: withEnds(targets), ...lists },
  };
  return arePathsOfRows(members) ? members : null;
}
