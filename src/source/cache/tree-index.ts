import { endianness } from "node:os";
import type { TreeColumns } from "../../image/members/tree-columns.js";
import { ColumnReader, joinColumns, pathColumns, withEnds } from "./column-bytes.js";
import { isSoundTree, type RowCounts } from "./sound-tree.js";

/** The numbers before the columns: layers, rows, implied rows, paths, their names. */
const HEAD_NUMBERS = 5;
/** The numbers of each layer: paths, hidden ranges, whiteouts, opaque markers, repeated files. */
const LAYER_NUMBERS = 5;

/** Encodes a merged tree: numbers, then columns that begin at multiples of 8. */
export function encodeTree({ paths, rowNode, inode, impliedLayer, layers, rootfs }: TreeColumns): Buffer {
  const head = Float64Array.of(
    layers.length,
    rowNode.length,
    impliedLayer.length,
    paths.parent.length,
    paths.pool.length,
    ...layers.flatMap(({ nodes, hidden, whiteouts, opaques, repeated }) =>
      [nodes, hidden, whiteouts, opaques, repeated].map(({ length }) => length),
    ),
  );
  return joinColumns([
    head,
    ...pathColumns(paths),
    ...[rowNode, inode, impliedLayer, rootfs],
    ...layers.flatMap(({ nodes, entries, hidden, whiteouts, opaques, repeated }) => [
      ...[nodes, entries, hidden, whiteouts, opaques, repeated],
    ]),
  ]);
}

/**
 * Decodes a tree; `null` for invalid bytes, and for a tree of layers with another number of rows. The bytes
 * are as untrusted as an image.
 */
export function decodeTree(bytes: Buffer, rowCounts: RowCounts): TreeColumns | null {
  if (endianness() !== "LE" || bytes.byteOffset % 8 !== 0) return null;
  const take = new ColumnReader(bytes);
  const [layerCount, rowCount, impliedCount, pathCount, nameBytes] =
    countsOf(take, HEAD_NUMBERS, bytes) ?? [];
  if (layerCount !== rowCounts.length) return null;
  const lengths = countsOf(take, layerCount * LAYER_NUMBERS, bytes);
  if (lengths === null) return null;
  const paths = take.paths(pathCount, nameBytes);
  const columns = {
    rowNode: take.next(Int32Array, rowCount),
    inode: take.next(Int32Array, rowCount),
    impliedLayer: take.next(Uint16Array, impliedCount),
    rootfs: take.next(Int32Array, pathCount),
  };
  const layers = rowCounts.map((_, layer) => {
    const [nodes, hidden, whiteouts, opaques, repeated] = lengths.subarray(layer * LAYER_NUMBERS);
    return {
      nodes: take.next(Int32Array, nodes),
      entries: take.next(Int32Array, nodes),
      hidden: take.next(Int32Array, hidden),
      whiteouts: take.next(Int32Array, whiteouts),
      opaques: take.next(Int32Array, opaques),
      repeated: take.next(Int32Array, repeated),
    };
  });
  if (!take.isAtEnd) return null;
  const tree = { paths: withEnds(paths), ...columns, layers };
  return isSoundTree(tree, rowCounts) ? tree : null;
}

/**
 * Returns the next numbers, if all of them are possible lengths of columns in these bytes. As integers: V8 compares numbers
 * of a `Float64Array` slowly until it has compiled the loop.
 */
function countsOf(take: ColumnReader, length: number, bytes: Buffer): Int32Array | null {
  const counts = take.next(Float64Array, length);
  if (counts.length !== length) return null;
  const isCount = (count: number) => Number.isSafeInteger(count) && count >= 0 && count <= bytes.length;
  return counts.every(isCount) ? Int32Array.from(counts) : null;
}
