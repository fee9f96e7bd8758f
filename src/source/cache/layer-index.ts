import { endianness } from "node:os";
import type { Device, Entry, EntryType, SparseChunk } from "../../image/entry.js";
import type { RawPath } from "../../text/escape.js";
import type { Counted, TallyPart } from "../image/tally.js";
import { DEFAULT_LIMITS } from "../limits.js";
import { normalisePath } from "../tar/entry-path.js";

const TYPES = ["file", "dir", "symlink", "hardlink", "char", "block", "fifo"] as const satisfies EntryType[];
const SUMS = ["entries", "textBytes", "sparseChunks", "contentBytes"] as const satisfies Counted[];

/** What reading a layer counted against the limits. */
type Sums = Readonly<Record<(typeof SUMS)[number], number>>;

/** Numbers in front of the columns: entries, digests, bytes of text, bytes of rare values, then the sums. */
const HEAD_NUMBERS = 8;
const HARD_LINK = TYPES.indexOf("hardlink");
const NO_TARGET = "" as RawPath;
const DIGEST_BYTES = 32;
const NO_DIGEST = 0xffff_ffff;
const MOST_32_BITS = 0xffff_ffff;

/** What few entries have, by the entry's number. */
interface Rare {
  readonly owners: [number, number, number][];
  readonly devices: [number, Device][];
  readonly xattrs: [number, [string, string][]][];
  readonly sparse: [number, number, number[]][];
}

/** All members of one layer's archive, in its order, the root and the marks of eStargz among them. */
export class LayerIndex {
  private readonly columns: Columns;
  private readonly sums: Sums;
  /** Path and link target of each entry, in turns. */
  private readonly texts: readonly string[];

  constructor(columns: Columns, { sums, texts }: { sums: Sums; texts: readonly string[] }) {
    this.columns = columns;
    this.texts = texts;
    this.sums = sums;
  }

  get size(): number {
    return this.columns.type.length;
  }

  /** Hands over each member, in the order of the archive. @throws LimitPassed as reading the layer would */
  replay(onEntry: (entry: Entry) => void, tally: TallyPart): void {
    for (const what of SUMS) tally.add(what, this.sums[what]);
    const { columns, texts } = this;
    const rare = {
      owners: new Map(columns.rare.owners.map(([i, uid, gid]) => [i, { uid, gid }])),
      devices: new Map(columns.rare.devices),
      xattrs: new Map(columns.rare.xattrs),
      sparse: new Map(columns.rare.sparse.map(([i, stored, flat]) => [i, { stored, flat }])),
    };
    const none = columns.rare.owners.length + rare.devices.size + rare.xattrs.size + rare.sparse.size === 0;
    for (let i = 0; i < columns.type.length; i++) {
      const at = columns.digest[i];
      const size = columns.size[i];
      const sparse = none ? undefined : rare.sparse.get(i);
      const owner = none ? undefined : rare.owners.get(i);
      const xattrs = none ? undefined : rare.xattrs.get(i);
      onEntry({
        path: texts[2 * i] as RawPath,
        type: TYPES[columns.type[i]],
        mode: columns.mode[i],
        uid: owner?.uid ?? columns.uid[i],
        gid: owner?.gid ?? columns.gid[i],
        mtime: columns.mtime[i],
        mtimeNanos: columns.mtimeNanos[i],
        linkname: texts[2 * i + 1] as RawPath,
        device: (none ? undefined : rare.devices.get(i)) ?? null,
        xattrs: xattrs === undefined ? null : new Map(xattrs as [string, RawPath][]),
        offset: columns.offset[i],
        size,
        stored: sparse?.stored ?? size,
        sparse: sparse === undefined ? null : chunksOf(sparse.flat),
        contentDigest:
          at === NO_DIGEST ? null : columns.digests.subarray(at * DIGEST_BYTES, (at + 1) * DIGEST_BYTES),
      });
    }
  }

  /** The index as bytes: numbers, then columns that begin at multiples of 8. */
  encode(): Buffer {
    const { columns, sums } = this;
    const rare = Buffer.from(JSON.stringify(columns.rare));
    const head = Float64Array.from([
      columns.type.length,
      columns.digests.length / DIGEST_BYTES,
      columns.text.length,
      rare.length,
      ...SUMS.map((what) => sums[what]),
    ]);
    const parts = [head, ...inOrder(columns), columns.digests, columns.text, rare];
    const out = Buffer.alloc(parts.reduce((sum, part) => sum + padded(part.byteLength), 0));
    let at = 0;
    for (const part of parts) {
      out.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
      at += padded(part.byteLength);
    }
    return out;
  }

  /** The index of such bytes; `null` where they are none. They are as untrusted as an image. */
  static decode(bytes: Buffer): LayerIndex | null {
    if (endianness() !== "LE" || bytes.length < HEAD_NUMBERS * 8 || bytes.byteOffset % 8 !== 0) return null;
    const head = new Float64Array(bytes.buffer, bytes.byteOffset, HEAD_NUMBERS);
    if (!head.every((number) => Number.isSafeInteger(number) && number >= 0)) return null;
    const [entries, digests, textBytes, rareBytes] = head;
    if (entries + digests + textBytes + rareBytes > bytes.length) return null;
    const take = new Taker(bytes, HEAD_NUMBERS * 8);
    const columns: Omit<Columns, "rare"> = {
      offset: take.next(Float64Array, entries),
      size: take.next(Float64Array, entries),
      mtime: take.next(Float64Array, entries),
      mtimeNanos: take.next(Uint32Array, entries),
      uid: take.next(Uint32Array, entries),
      gid: take.next(Uint32Array, entries),
      ends: take.next(Uint32Array, entries * 2),
      digest: take.next(Uint32Array, entries),
      mode: take.next(Uint16Array, entries),
      type: take.next(Uint8Array, entries),
      digests: take.next(Uint8Array, digests * DIGEST_BYTES),
      text: Buffer.alloc(0),
    };
    const text = take.bytes(textBytes);
    const rare = parseRare(take.bytes(rareBytes), entries);
    if (take.at !== bytes.length || rare === null) return null;
    const whole: Columns = { ...columns, text, rare };
    const texts = soundTexts(whole);
    if (texts === null) return null;
    const sums = {
      entries: head[4],
      textBytes: head[5],
      sparseChunks: head[6],
      contentBytes: head[7],
    };
    return new LayerIndex(whole, { sums, texts });
  }
}

interface Columns {
  readonly offset: Float64Array;
  readonly size: Float64Array;
  readonly mtime: Float64Array;
  readonly mtimeNanos: Uint32Array;
  readonly uid: Uint32Array;
  readonly gid: Uint32Array;
  /** Where an entry's path and its link target end in `text`. */
  readonly ends: Uint32Array;
  readonly digest: Uint32Array;
  readonly mode: Uint16Array;
  readonly type: Uint8Array;
  readonly digests: Uint8Array;
  readonly text: Buffer;
  readonly rare: Rare;
}

function inOrder(columns: Columns) {
  const { offset, size, mtime, mtimeNanos, uid, gid, ends, digest, mode, type } = columns;
  return [offset, size, mtime, mtimeNanos, uid, gid, ends, digest, mode, type];
}

/** Collects the members of a layer while it is read. */
export class IndexRecorder {
  private readonly entries: Entry[] = [];

  add(entry: Entry): void {
    this.entries.push(entry);
  }

  /** @param sums what reading the layer counted against the limits */
  finish(sums: Sums): LayerIndex {
    const { entries } = this;
    const rare: Rare = { owners: [], devices: [], xattrs: [], sparse: [] };
    const texts: string[] = [];
    const ends = new Uint32Array(entries.length * 2);
    const digest = new Uint32Array(entries.length).fill(NO_DIGEST);
    const digests: Uint8Array[] = [];
    let end = 0;
    for (const [i, entry] of entries.entries()) {
      texts.push(entry.path, entry.linkname);
      ends[2 * i] = end += entry.path.length;
      ends[2 * i + 1] = end += entry.linkname.length;
      if (entry.contentDigest !== null) digest[i] = digests.push(entry.contentDigest) - 1;
      const { uid, gid, device, xattrs, sparse, stored } = entry;
      if (!is32Bits(uid) || !is32Bits(gid)) rare.owners.push([i, uid, gid]);
      if (device !== null) rare.devices.push([i, device]);
      if (xattrs !== null) rare.xattrs.push([i, [...xattrs]]);
      if (sparse !== null)
        rare.sparse.push([i, stored, sparse.flatMap(({ offset, length }) => [offset, length])]);
    }
    const columns: Columns = {
      offset: Float64Array.from(entries, ({ offset }) => offset),
      size: Float64Array.from(entries, ({ size }) => size),
      mtime: Float64Array.from(entries, ({ mtime }) => mtime),
      mtimeNanos: Uint32Array.from(entries, ({ mtimeNanos }) => mtimeNanos),
      uid: Uint32Array.from(entries, ({ uid }) => uid),
      gid: Uint32Array.from(entries, ({ gid }) => gid),
      ends,
      digest,
      mode: Uint16Array.from(entries, ({ mode }) => mode),
      type: Uint8Array.from(entries, ({ type }) => TYPES.indexOf(type)),
      digests: Buffer.concat(digests),
      text: Buffer.from(texts.join(""), "latin1"),
      rare,
    };
    return new LayerIndex(columns, { sums, texts });
  }
}

type NumberColumn = Float64Array | Uint32Array | Uint16Array | Uint8Array;

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
}

/** The paths and link targets, in turns; `null` where something in the columns is not as a layer has it. */
function soundTexts(columns: Columns): string[] | null {
  const { ends, type, digest, digests, offset, size, mode, mtime, mtimeNanos, text } = columns;
  const all = text.toString("latin1");
  const texts = new Array<string>(ends.length);
  const count = digests.length / DIGEST_BYTES;
  let from = 0;
  let reached = 0;
  if (type.length * 2 !== ends.length) return null;
  for (let i = 0; i < type.length; i++) {
    const [pathEnd, linkEnd] = [ends[2 * i], ends[2 * i + 1]];
    if (pathEnd < from || linkEnd < pathEnd || linkEnd > all.length) return null;
    if (type[i] >= TYPES.length || mode[i] > 0o7777) return null;
    if (digest[i] !== NO_DIGEST && digest[i] >= count) return null;
    if (!(offset[i] >= reached) || !Number.isSafeInteger(offset[i])) return null;
    if (!(size[i] >= 0) || !Number.isSafeInteger(size[i])) return null;
    if (!Number.isInteger(mtime[i]) || mtimeNanos[i] >= 1e9) return null;
    const path = all.slice(from, pathEnd) as RawPath;
    const target = linkEnd === pathEnd ? NO_TARGET : (all.slice(pathEnd, linkEnd) as RawPath);
    if (path.length > DEFAULT_LIMITS.nameBytes || normalisePath(path) !== path) return null;
    if (type[i] === HARD_LINK && normalisePath(target) !== target) return null;
    texts[2 * i] = path;
    texts[2 * i + 1] = target;
    reached = offset[i];
    from = linkEnd;
  }
  return from === all.length ? texts : null;
}

function parseRare(bytes: Buffer, entries: number): Rare | null {
  const value = parsed(bytes.toString("utf8"));
  if (typeof value !== "object" || value === null) return null;
  const { owners, devices, xattrs, sparse } = value as { [K in keyof Rare]: unknown };
  const isRow = (row: unknown): row is [number, ...unknown[]] =>
    Array.isArray(row) && isCount(row[0]) && row[0] < entries;
  const all = (rows: unknown, holds: (row: [number, ...unknown[]]) => boolean) =>
    Array.isArray(rows) && rows.every((row) => isRow(row) && holds(row));
  const isPair = (pair: unknown) =>
    Array.isArray(pair) && pair.length === 2 && pair.every((text) => typeof text === "string");
  const sound =
    all(owners, ([, uid, gid]) => Number.isSafeInteger(uid) && Number.isSafeInteger(gid)) &&
    all(devices, ([, device]) => isDevice(device)) &&
    all(xattrs, ([, pairs]) => Array.isArray(pairs) && pairs.every(isPair)) &&
    all(sparse, ([, stored, flat]) => isCount(stored) && isSparse(flat));
  return sound ? (value as Rare) : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isDevice(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { major, minor } = value as { [K in keyof Device]: unknown };
  return Number.isSafeInteger(major) && Number.isSafeInteger(minor);
}

/** Offsets and lengths in turns, rising, without overlaps. */
function isSparse(flat: unknown): boolean {
  if (!Array.isArray(flat) || flat.length % 2 !== 0 || !flat.every(isCount)) return false;
  for (let i = 2; i < flat.length; i += 2) if (flat[i] < flat[i - 2] + flat[i - 1]) return false;
  return true;
}

function chunksOf(flat: readonly number[]): SparseChunk[] {
  return Array.from({ length: flat.length / 2 }, (_, i) => ({
    offset: flat[2 * i],
    length: flat[2 * i + 1],
  }));
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function is32Bits(value: number): boolean {
  return value >= 0 && value <= MOST_32_BITS;
}

function padded(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
