import type { Device, EntryType, SparseChunk } from "../image/entry.js";
import type { RawPath } from "../text/escape.js";
import type { EntryId, EntryTable } from "../tree/columns/entry-table.js";

/** One member to write into a tar archive. */
export interface Member {
  /** From the root, without a leading slash. */
  readonly path: RawPath;
  readonly type: EntryType;
  /** Permission bits, 0 to 0o7777. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Whole seconds since 1970, rounded down, and the nanoseconds behind them. */
  readonly mtime: number;
  readonly mtimeNanos: number;
  /** Symlink: target as stored. Hard link: path of the file from the root. Otherwise `""`. */
  readonly linkname: RawPath;
  readonly device: Device | null;
  readonly xattrs: ReadonlyMap<string, RawPath> | null;
  /** Bytes of a file's content, holes included; 0 for every other type. */
  readonly size: number;
  /** The parts that hold data; `null` where the file has no holes. The content is then those parts, end to end. */
  readonly sparse: readonly SparseChunk[] | null;
}

const NONE = "" as RawPath;

/** A row as a member at `path`, with its own type, times and attributes. Not for hard links: see `linkMember`. */
export function rowMember(entries: EntryTable, row: EntryId, path: RawPath): Member {
  const { size, sparse } = entries.content(row);
  return {
    path,
    type: entries.type(row),
    mode: entries.mode(row),
    uid: entries.uid(row),
    gid: entries.gid(row),
    mtime: entries.mtimeSeconds(row),
    mtimeNanos: entries.mtimeNanos(row),
    linkname: entries.linkname(row),
    device: entries.device(row),
    xattrs: entries.xattrs(row),
    size,
    sparse,
  };
}

/** A further name of the file at `target`, with the attributes of the row that holds the content. */
export function linkMember(entries: EntryTable, inode: EntryId, path: RawPath, target: RawPath): Member {
  return {
    ...rowMember(entries, inode, path),
    type: "hardlink",
    linkname: target,
    size: 0,
    sparse: null,
    xattrs: null,
  };
}

/** An empty file, as whiteouts are. */
export function markerMember(path: RawPath): Member {
  return {
    path,
    type: "file",
    mode: 0o600,
    uid: 0,
    gid: 0,
    mtime: 0,
    mtimeNanos: 0,
    linkname: NONE,
    device: null,
    xattrs: null,
    size: 0,
    sparse: null,
  };
}
