import type { Device, Entry, SparseChunk } from "../../image/entry.js";
import type { LayerMembers, MemberRows, SparseContent, WideOwner } from "../../image/members/members.js";
import type { RawPath } from "../../text/escape.js";

/** Fields that few members have, by row, and the root. */
export interface RareValues extends Pick<MemberRows, "owners" | "devices" | "xattrs" | "sparse"> {
  readonly root: Entry | null;
}

type Pairs = [string, string][];
/**
 * The fields of a root that are cached: mode, user, group, time, nanoseconds, offset, extended attributes.
 */
type Root = [number, number, number, number, number, number, Pairs | null];

interface Json {
  readonly owners: [number, number, number][];
  readonly devices: [number, Device][];
  readonly xattrs: [number, Pairs][];
  readonly sparse: [number, number, number[]][];
  readonly root: Root | null;
}

/** Encodes rare values as JSON. */
export function rareBytes({ root, rows }: Pick<LayerMembers, "root" | "rows">): Buffer {
  const value: Json = {
    owners: [...rows.owners].map(([row, { uid, gid }]) => [row, uid, gid]),
    devices: [...rows.devices],
    xattrs: [...rows.xattrs].map(([row, xattrs]) => [row, [...xattrs]]),
    sparse: [...rows.sparse].map(([row, { stored, sparse }]) => [
      row,
      stored,
      sparse.flatMap(({ offset, length }) => [offset, length]),
    ]),
    root: root === null ? null : rootFields(root),
  };
  return Buffer.from(JSON.stringify(value));
}

/** Decodes the values; `null` if one of them is not possible in a layer of `rows` rows. */
export function rareOf(bytes: Buffer, rows: number): RareValues | null {
  const value = parsed(bytes.toString("utf8"));
  if (!isJson(value, rows)) return null;
  const { owners, devices, xattrs, sparse, root } = value;
  return {
    owners: new Map(owners.map(([row, uid, gid]): [number, WideOwner] => [row, { uid, gid }])),
    devices: new Map(devices),
    xattrs: new Map(xattrs.map(([row, pairs]) => [row, mapOf(pairs)])),
    sparse: new Map(
      sparse.map(([row, stored, flat]): [number, SparseContent] => [row, { stored, sparse: chunksOf(flat) }]),
    ),
    root: root === null ? null : rootOf(root),
  };
}

function rootFields({ mode, uid, gid, mtime, mtimeNanos, offset, xattrs }: Entry): Root {
  return [mode, uid, gid, mtime, mtimeNanos, offset, xattrs === null ? null : [...xattrs]];
}

function rootOf([mode, uid, gid, mtime, mtimeNanos, offset, xattrs]: Root): Entry {
  return {
    path: "" as RawPath,
    type: "dir",
    ...{ mode, uid, gid, mtime, mtimeNanos, offset },
    linkname: "" as RawPath,
    device: null,
    xattrs: xattrs === null ? null : mapOf(xattrs),
    size: 0,
    stored: 0,
    sparse: null,
    headBlocks: 0,
    contentDigest: null,
  };
}

function mapOf(pairs: Pairs): ReadonlyMap<string, RawPath> {
  return new Map(pairs as [string, RawPath][]);
}

function isJson(value: unknown, rows: number): value is Json {
  if (typeof value !== "object" || value === null) return false;
  const { owners, devices, xattrs, sparse, root } = value as { [K in keyof Json]: unknown };
  const isRow = (row: unknown): row is [number, ...unknown[]] =>
    Array.isArray(row) && isCount(row[0]) && row[0] < rows;
  const all = (list: unknown, isValid: (row: [number, ...unknown[]]) => boolean) =>
    Array.isArray(list) && list.every((row) => isRow(row) && isValid(row));
  return (
    all(owners, ([, uid, gid]) => Number.isSafeInteger(uid) && Number.isSafeInteger(gid)) &&
    all(devices, ([, device]) => isDevice(device)) &&
    all(xattrs, ([, pairs]) => isPairs(pairs)) &&
    all(sparse, ([, stored, flat]) => isCount(stored) && isSparse(flat)) &&
    (root === null || isRoot(root))
  );
}

function isRoot(value: unknown): value is Root {
  if (!Array.isArray(value) || value.length !== 7) return false;
  const [mode, uid, gid, mtime, mtimeNanos, offset, xattrs] = value;
  return (
    isCount(mode) &&
    mode <= 0o7777 &&
    Number.isSafeInteger(uid) &&
    Number.isSafeInteger(gid) &&
    Number.isInteger(mtime) &&
    isCount(mtimeNanos) &&
    mtimeNanos < 1e9 &&
    isCount(offset) &&
    (xattrs === null || isPairs(xattrs))
  );
}

/** Accepts names and values; a value is bytes. */
function isPairs(value: unknown): value is Pairs {
  const isPair = (pair: unknown) =>
    Array.isArray(pair) && pair.length === 2 && typeof pair[0] === "string" && isBytes(pair[1]);
  return Array.isArray(value) && value.every(isPair);
}

function isBytes(value: unknown): boolean {
  return typeof value === "string" && Buffer.from(value, "latin1").toString("latin1") === value;
}

function isDevice(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { major, minor } = value as { [K in keyof Device]: unknown };
  return Number.isSafeInteger(major) && Number.isSafeInteger(minor);
}

/** Accepts offsets and lengths in turn, in rising order, without overlaps. */
function isSparse(flat: unknown): flat is number[] {
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

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
