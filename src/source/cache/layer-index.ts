import { endianness } from "node:os";
import { endsOf } from "../../image/members/ends.js";
import { DIGEST_BYTES, type LayerMembers } from "../../image/members/members.js";
import type { SortedPaths } from "../../image/members/sorted-paths.js";
import type { Counted } from "../image/tally.js";
import { rareBytes, rareOf } from "./rare-values.js";
import { isSound } from "./sound-members.js";

const SUMS = ["entries", "textBytes", "sparseChunks", "contentBytes"] as const satisfies Counted[];

/** What reading a layer counted against the limits. */
export type KeptSums = Readonly<Record<(typeof SUMS)[number], number>>;

/** What the cache has of one layer. */
export interface KeptMembers {
  readonly members: LayerMembers;
  readonly sums: KeptSums;
}

/**
 * Numbers before the columns: rows, digests, link text, paths, names, targets, their names, links, whiteouts, opaque
 * markers, rare values, members, then the sums.
 */
const HEAD_NUMBERS = 12 + SUMS.length;

/** The members of a layer as bytes: numbers, then columns that begin at multiples of 8. */
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
    ...SUMS.map((what) => sums[what]),
  );
  const parts = [
    head,
    ...[rows.offset, rows.size, rows.mtime, rows.mtimeNanos, rows.uid, rows.gid, rows.node, rows.linkEnd],
    ...[rows.digest, rows.mode, rows.type, rows.digests, rows.linkText],
    ...[paths.parent, paths.nameStart, paths.pool],
    ...[targets.parent, targets.nameStart, targets.pool],
    ...[links, linkNodes, whiteouts, opaques, rare],
  ];
  const out = Buffer.alloc(parts.reduce((sum, part) => sum + padded(part.byteLength), 0));
  let at = 0;
  for (const part of parts) {
    out.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += padded(part.byteLength);
  }
  return out;
}

/** The members in such bytes; `null` if they have none. The bytes are as untrusted as an image. */
export function decodeMembers(bytes: Buffer): KeptMembers | null {
  if (endianness() !== "LE" || bytes.length < HEAD_NUMBERS * 8 || bytes.byteOffset % 8 !== 0) return null;
  const head = new Float64Array(bytes.buffer, bytes.byteOffset, HEAD_NUMBERS);
  if (!head.every((number) => Number.isSafeInteger(number) && number >= 0)) return null;
  const [count, digests, linkBytes, ...others] = head;
  const [pathCount, nameBytes, targetCount, targetBytes, linkCount, whiteoutCount, opaqueCount] = others;
  const [rareLength, memberCount, ...counted] = others.slice(7);
  if (head.subarray(0, 11).some((number) => number > bytes.length)) return null;
  const take = new Taker(bytes, HEAD_NUMBERS * 8);
  const columns = {
    count,
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
  if (take.at !== bytes.length || rare === null) return null;
  const { root, ...values } = rare;
  const members = { memberCount, root, paths, targets, ...lists, rows: { ...columns, ...values } };
  const [entries, textBytes, sparseChunks, contentBytes] = counted;
  return isSound(members) ? { members, sums: { entries, textBytes, sparseChunks, contentBytes } } : null;
}

/** Counts against the limits what reading the layer counted. @throws LimitPassed as reading it would */
export function countAgain(sums: KeptSums, tally: { add(what: Counted, amount: number): void }): void {
  for (const what of SUMS) tally.add(what, sums[what]);
}

type NumberColumn = Float64Array | Uint32Array | Int32Array | Uint16Array | Uint8Array;

/** Views of stretches of bytes, one behind the other, each from a multiple of 8 on. */
class Taker {
  at: number;
  private readonly source: Buffer;

  constructor(source: Buffer, at: number) {
    this.source = source;
    this.at = at;
  }

  next<T extends NumberColumn>(
    Column: { new (buffer: ArrayBufferLike, offset: number, length: number): T; BYTES_PER_ELEMENT: number },
    length: number,
  ): T {
    const start = this.at;
    const bytes = length * Column.BYTES_PER_ELEMENT;
    this.at += padded(bytes);
    const fits = start + bytes <= this.source.length;
    return new Column(this.source.buffer, this.source.byteOffset + (fits ? start : 0), fits ? length : 0);
  }

  bytes(length: number): Buffer {
    const start = this.at;
    this.at += padded(length);
    return this.source.subarray(start, start + length);
  }

  paths(count: number, nameBytes: number): SortedPaths {
    const parent = this.next(Int32Array, count);
    const nameStart = this.next(Uint32Array, count + 1);
    return { parent, end: endsOf(parent), nameStart, pool: this.bytes(nameBytes) };
  }
}

function padded(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
