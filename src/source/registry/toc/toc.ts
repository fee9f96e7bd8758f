import type { Entry, EntryType } from "../../../image/entry.js";
import { field, text } from "../../../image/json-field.js";
import { firstFrom } from "../../../image/members/binary-search.js";
import { type RawPath, rawPath } from "../../../text/escape.js";
import { parseRfc3339 } from "../../../text/rfc3339.js";
import type { Limits } from "../../limits.js";
import { normalisePath } from "../../tar/entry-path.js";

/** The place of one file's content in the stored blob. */
export interface TocFile {
  /** Offsets of its compressed bytes in the blob. */
  readonly from: number;
  readonly to: number;
  readonly size: number;
  /** SHA-256 of the content, hexadecimal. */
  readonly digest: string;
}

/** A layer's table of contents, if it can be used instead of the layer. */
export interface Toc {
  /** In the table's order. A file's `offset` is its place in the blob, and identifies it. */
  readonly entries: readonly Entry[];
  /** By `Entry.offset`, for files with content. */
  readonly files: ReadonlyMap<number, TocFile>;
}

/** A table that cannot be used. The layer is read instead. */
export class UnusableToc extends Error {
  override readonly name = "UnusableToc";
}

const TYPES: ReadonlyMap<string, EntryType> = new Map([
  ["dir", "dir"],
  ["reg", "file"],
  ["symlink", "symlink"],
  ["hardlink", "hardlink"],
  ["char", "char"],
  ["block", "block"],
  ["fifo", "fifo"],
]);

const OWN_NAMES = new Set([".prefetch.landmark", ".no.prefetch.landmark", "stargz.index.json"]);

/** A row of a table. */
interface Row {
  readonly value: unknown;
  readonly path: RawPath;
  readonly type: string;
}

/**
 * Parses the JSON of a table. `end` is the end of the blob's content, which is the start of the table.
 * @throws UnusableToc for an unusual row: an invalid byte, a path twice, an unknown type, an offset outside
 * of the blob
 */
export function parseToc(document: unknown, { end, limits }: { end: number; limits: Limits }): Toc {
  const list = field(document, "entries");
  if (field(document, "version") !== 1 || !Array.isArray(list))
    throw new UnusableToc("it is of another version");
  if (list.length > limits.entries) throw new UnusableToc("it has too many rows");
  const rows = list.map(rowOf);
  const starts = offsets(rows, end);
  const entries: Entry[] = [];
  const files = new Map<number, TocFile>();
  const seen = new Set<string>();
  for (const [index, row] of rows.entries()) {
    if (row.type === "chunk" || OWN_NAMES.has(row.path)) continue;
    if (seen.has(row.path)) throw new UnusableToc("it has a path twice");
    seen.add(row.path);
    const type = TYPES.get(row.type);
    if (type === undefined) throw new UnusableToc("it has an unknown type");
    const size = type === "file" ? number(row.value, "size") : 0;
    const file = size > 0 ? contentOf({ rows, index, size, starts, end }) : null;
    // Files without content have no place, and need none.
    const entry = entryOf(row, { type, size, offset: file?.from ?? 0, digest: file?.digest ?? null });
    if (file !== null && files.has(file.from)) throw new UnusableToc("two files have the same place");
    if (file !== null) files.set(file.from, file);
    entries.push(entry);
  }
  return { entries, files };
}

function rowOf(value: unknown): Row {
  const name = string(value, "name");
  if (name.includes("\ufffd") || name.includes("\0")) throw new UnusableToc("a name has lost bytes");
  if (name.split("/").includes("..")) throw new UnusableToc("a name contains ..");
  return { value, path: normalisePath(rawPath(name)), type: string(value, "type") };
}

/** Returns all offsets at which content begins, sorted. */
function offsets(rows: readonly Row[], end: number): number[] {
  const all = rows
    .filter(({ type }) => type === "reg" || type === "chunk")
    .map(({ value }) => number(value, "offset"))
    .filter((offset) => offset > 0);
  for (const offset of all) if (offset >= end) throw new UnusableToc("an offset is outside of the blob");
  return [...new Set(all)].sort((a, b) => a - b);
}

function contentOf({
  rows,
  index,
  size,
  starts,
  end,
}: {
  rows: readonly Row[];
  index: number;
  size: number;
  starts: readonly number[];
  end: number;
}): TocFile {
  const { value } = rows[index];
  const from = number(value, "offset");
  let last = from;
  let endOffset = number(value, "endOffset");
  for (let next = index + 1; next < rows.length && rows[next].type === "chunk"; next++) {
    last = Math.max(last, number(rows[next].value, "offset"));
    endOffset = Math.max(endOffset, number(rows[next].value, "endOffset"));
  }
  const to = endOffset > 0 ? endOffset : (starts[firstFrom(starts, last + 1)] ?? end);
  if (from <= 0 || to <= from || to > end) throw new UnusableToc("a file has no valid place");
  const digest = /^sha256:([0-9a-f]{64})$/.exec(string(value, "digest"));
  if (digest === null) throw new UnusableToc("a file has no digest");
  // Several files in one compressed range, which few writers make.
  if (number(value, "innerOffset") > 0) throw new UnusableToc("a file overlaps another file");
  return { from, to, size, digest: digest[1] };
}

function entryOf(
  { value, path }: Row,
  { type, size, offset, digest }: { type: EntryType; size: number; offset: number; digest: string | null },
): Entry {
  const target = string(value, "linkName");
  if (target.includes("\ufffd")) throw new UnusableToc("a link target has lost bytes");
  const raw = rawPath(target);
  const time = parseRfc3339(string(value, "modtime"));
  const isDevice = type === "char" || type === "block";
  return {
    path,
    type,
    mode: number(value, "mode") & 0o7777,
    uid: number(value, "uid"),
    gid: number(value, "gid"),
    mtime: Math.floor(time ?? 0),
    mtimeNanos: 0,
    linkname: type === "hardlink" ? normalisePath(raw) : type === "symlink" ? raw : rawPath(""),
    device: isDevice ? { major: number(value, "devMajor"), minor: number(value, "devMinor") } : null,
    xattrs: xattrsOf(field(value, "xattrs")),
    offset,
    size,
    stored: size,
    sparse: null,
    headBlocks: 0,
    contentDigest: digest === null ? null : Buffer.from(digest, "hex"),
  };
}

function xattrsOf(value: unknown): Entry["xattrs"] {
  if (typeof value !== "object" || value === null) return null;
  const all = Object.entries(value).map(([name, encoded]) => {
    const bytes = Buffer.from(text(encoded) ?? "", "base64");
    return [name, bytes.toString("latin1") as RawPath] as const;
  });
  return all.length === 0 ? null : new Map(all);
}

function number(row: unknown, key: string): number {
  const value = field(row, key);
  if (value === undefined) return 0;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw new UnusableToc(`${key} is not a valid number`);
}

function string(row: unknown, key: string): string {
  return text(field(row, key)) ?? "";
}
