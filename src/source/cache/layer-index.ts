import { endianness } from "node:os";
import { DIGEST_BYTES, type LayerMembers } from "../../image/members/members.js";
import type { SortedPaths } from "../../image/members/sorted-paths.js";
import type { LayerRows } from "../../image/members/tree-columns.js";
import type { Counted } from "../tally.js";
import { ColumnReader, joinColumns, pathColumns, withEnds } from "./column-bytes.js";
import { rareBytes, rareOf } from "./rare-values.js";
import { areRows, isSound } from "./sound-members.js";

const SUMS = ["entries", "textBytes", "sparseChunks", "contentBytes"] as const satisfies Counted[];

/** The amounts that reading a layer counted against the limits. */
export type KeptSums = Readonly<Record<(typeof SUMS)[number], number>>;

/** The cached facts about one layer. */
export interface KeptMembers {
  readonly members: LayerMembers;
  readonly sums: KeptSums;
}

/** The cached facts about one layer, without its paths. */
export interface RecalledLayer {
  readonly layer: LayerRows;
  readonly sums: KeptSums;
}

/** The number of lengths of columns among the numbers before them. */
const LENGTHS = 11;
/**
 * The numbers before the columns: rows, digests, link text, paths, names, targets, their names, links,
 * whiteouts, opaque markers, rare values, members, bytes, then the sums.
 */
const HEAD_NUMBERS = LENGTHS + 2 + SUMS.length;

/** Encodes the members of a layer: numbers, then columns that begin at multiples of 8. */
export function encodeMembers({ members, sums }: KeptMembers): Buffer {
  const { rows, paths, targets, links, linkNodes, whiteouts, opaques } = members;
  const rare = rareBytes(members);
  const head = Float64Array.of(
    rows.count,
    rows.digests.length / DIGEST_BYTES,
    rows.linkText.length,
    paths.parent.length,
    paths.pool.length,
    targets.parent.length,
    targets.pool.length,
    links.length,
    whiteouts.length,
    opaques.length,
    rare.length,
    members.memberCount,
    rows.bytes,
    ...SUMS.map((what) => sums[what]),
  );
  return joinColumns([
    head,
    ...[rows.offset, rows.size, rows.mtime, rows.mtimeNanos, rows.uid, rows.gid, rows.node, rows.linkEnd],
    ...[rows.digest, rows.mode, rows.headBlocks, rows.type, rows.digests, rows.linkText],
    ...pathColumns(paths),
    ...pathColumns(targets),
    ...[links, linkNodes, whiteouts, opaques, rare],
  ]);
}

/** Decodes the members; `null` for invalid bytes, which are as untrusted as an image. */
export function decodeMembers(bytes: Buffer): KeptMembers | null {
  const found = decode(bytes);
  if (found === null) return null;
  const { paths, targets, sums, ...others } = found;
  const members = { ...others, paths: withEnds(paths), targets: withEnds(targets) };
  return isSound(members) ? { members, sums } : null;
}

/** Decodes the members without their paths, which are not checked either. */
export function decodeRows(bytes: Buffer): RecalledLayer | null {
  const found = decode(bytes);
  if (found === null) return null;
  const { memberCount, root, rows, sums } = found;
  if (memberCount < rows.count || !areRows(rows)) return null;
  return { layer: { memberCount, root, rows }, sums };
}

interface Decoded extends Omit<LayerMembers, "paths" | "targets"> {
  readonly paths: Omit<SortedPaths, "end">;
  readonly targets: Omit<SortedPaths, "end">;
  readonly sums: KeptSums;
}

/** Returns the columns without checking them. */
function decode(bytes: Buffer): Decoded | null {
  if (endianness() !== "LE" || bytes.length < HEAD_NUMBERS * 8 || bytes.byteOffset % 8 !== 0) return null;
  const take = new ColumnReader(bytes);
  const head = take.next(Float64Array, HEAD_NUMBERS);
  if (!head.every((number) => Number.isSafeInteger(number) && number >= 0)) return null;
  const lengths = head.subarray(0, LENGTHS);
  if (lengths.some((number) => number > bytes.length)) return null;
  // As integers: V8 compares numbers of a `Float64Array` slowly until it has compiled the loop.
  const [count, digests, linkBytes, ...others] = Int32Array.from(lengths);
  const [pathCount, nameBytes, targetCount, targetBytes, linkCount, ...rest] = others;
  const [whiteoutCount, opaqueCount, rareLength] = rest;
  const [memberCount, fileBytes, ...counted] = head.subarray(LENGTHS);
  const columns = {
    count,
    bytes: fileBytes,
    offset: take.next(Float64Array, count),
    size: take.next(Float64Array, count),
    mtime: take.next(Float64Array, count),
    mtimeNanos: take.next(Uint32Array, count),
    uid: take.next(Uint32Array, count),
    gid: take.next(Uint32Array, count),
    node: take.next(Int32Array, count),
    linkEnd: take.next(Uint32Array, count),
    digest: take.next(Int32Array, count),
    mode: take.next(Uint16Array, count),
    headBlocks: take.next(Uint16Array, count),
    type: take.next(Uint8Array, count),
    digests: take.next(Uint8Array, digests * DIGEST_BYTES),
    linkText: take.bytes(linkBytes),
  };
  const paths = take.paths(pathCount, nameBytes);
  const targets = take.paths(targetCount, targetBytes);
  const lists = {
    links: take.next(Int32Array, linkCount),
    linkNodes: take.next(Int32Array, linkCount),
    whiteouts: take.next(Int32Array, whiteoutCount),
    opaques: take.next(Int32Array, opaqueCount),
  };
  const rare = rareOf(take.bytes(rareLength), count);
  if (!take.isAtEnd || rare === null) return null;
  const { root, ...values } = rare;
  const [entries, textBytes, sparseChunks, contentBytes] = counted;
  const sums = { entries, textBytes, sparseChunks, contentBytes };
  return { memberCount, root, paths, targets, ...lists, rows: { ...columns, ...values }, sums };
}

/**
 * Counts the amounts of the layer against the limits.
 * @throws LimitPassed as reading the layer
 */
export function countAgain(sums: KeptSums, tally: { add(what: Counted, amount: number): void }): void {
  for (const what of SUMS) tally.add(what, sums[what]);
}
