import { endianness } from "node:os";
import { DIGEST_BYTES, type LayerMembers, type MemberRows } from "../../image/members/members.js";
import type { LayerRows } from "../../image/members/tree-columns.js";
import type { Counted } from "../tally.js";
import { ColumnReader, joinColumns, shortened } from "./column-bytes.js";
import { rareBytes, rareOf } from "./rare-values.js";
import { areRows } from "./sound-members.js";

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

type ShortColumn = keyof Pick<
  MemberRows,
  "mtime" | "mtimeNanos" | "uid" | "gid" | "linkEnd" | "digest" | "mode" | "headBlocks" | "type"
>;

/** The columns that are often the same for all rows, and are then stored as one value. */
const SHORT_COLUMNS: readonly ShortColumn[] = [
  "mtime",
  "mtimeNanos",
  "uid",
  "gid",
  "linkEnd",
  "digest",
  "mode",
  "headBlocks",
  "type",
];
/** The numbers of lengths: rows, digests, link text, rare values, then the stored length of each short column. */
const LENGTHS = 4 + SHORT_COLUMNS.length;
/** The numbers before the columns: lengths, members, bytes, then the sums. */
const HEAD_NUMBERS = LENGTHS + 2 + SUMS.length;

/** Encodes the rows of a layer: numbers, then columns that begin at multiples of 8. */
export function encodeRows({ members, sums }: KeptMembers): Buffer {
  const { rows, memberCount } = members;
  const rare = rareBytes(members);
  const short = SHORT_COLUMNS.map((name) => shortened(rows[name]));
  const head = Float64Array.of(
    rows.count,
    rows.digests.length / DIGEST_BYTES,
    rows.linkText.length,
    rare.length,
    ...short.map(({ length }) => length),
    memberCount,
    rows.bytes,
    ...SUMS.map((what) => sums[what]),
  );
  return joinColumns([head, rows.offset, rows.size, ...short, rows.digests, rows.linkText, rare]);
}

/** Decodes the rows; `null` for invalid bytes, which are as untrusted as an image. */
export function decodeRows(bytes: Buffer): RecalledLayer | null {
  if (endianness() !== "LE" || bytes.length < HEAD_NUMBERS * 8 || bytes.byteOffset % 8 !== 0) return null;
  const take = new ColumnReader(bytes);
  const head = take.next(Float64Array, HEAD_NUMBERS);
  if (!head.every((number) => Number.isSafeInteger(number) && number >= 0)) return null;
  const lengths = head.subarray(0, LENGTHS);
  if (lengths.some((number) => number > bytes.length)) return null;
  // As integers: V8 compares numbers of a `Float64Array` slowly until it has compiled the loop.
  const [count, digests, linkBytes, rareLength, ...short] = Int32Array.from(lengths);
  if (short.some((stored) => stored !== count && (stored !== 1 || count === 0))) return null;
  const [mtime, mtimeNanos, uid, gid, linkEnd, digest, mode, headBlocks, type] = short;
  const [memberCount, fileBytes, entries, textBytes, sparseChunks, contentBytes] = head.subarray(LENGTHS);
  const columns = {
    count,
    bytes: fileBytes,
    offset: take.next(Float64Array, count),
    size: take.next(Float64Array, count),
    mtime: take.short(Float64Array, mtime, count),
    mtimeNanos: take.short(Uint32Array, mtimeNanos, count),
    uid: take.short(Uint32Array, uid, count),
    gid: take.short(Uint32Array, gid, count),
    linkEnd: take.short(Uint32Array, linkEnd, count),
    digest: take.short(Int32Array, digest, count),
    mode: take.short(Uint16Array, mode, count),
    headBlocks: take.short(Uint16Array, headBlocks, count),
    type: take.short(Uint8Array, type, count),
    digests: take.next(Uint8Array, digests * DIGEST_BYTES),
    linkText: take.bytes(linkBytes),
  };
  const rare = rareOf(take.bytes(rareLength), count);
  if (!take.isAtEnd || rare === null) return null;
  const { root, ...values } = rare;
  const rows = { ...columns, ...values };
  if (memberCount < count || !areRows(rows)) return null;
  const sums = { entries, textBytes, sparseChunks, contentBytes };
  return { layer: { memberCount, root, rows }, sums };
}

/**
 * Counts the amounts of the layer against the limits.
 * @throws LimitPassed as reading the layer
 */
export function countAgain(sums: KeptSums, tally: { add(what: Counted, amount: number): void }): void {
  for (const what of SUMS) tally.add(what, sums[what]);
}
