import type { RawPath } from "../text/escape.js";

export type EntryType = "file" | "dir" | "symlink" | "hardlink" | "char" | "block" | "fifo";

/** Where one regular file's content lies in its layer's uncompressed archive. */
export interface FileBytes {
  /** Offset of the content in the uncompressed archive, bytes. */
  readonly offset: number;
  /** Bytes of content, holes included. */
  readonly size: number;
  /** Bytes in the archive: `size`, or less where the file is sparse. */
  readonly stored: number;
  /** The stretches that hold data, in order; `null` where the file is not sparse. */
  readonly sparse: readonly SparseChunk[] | null;
}

export interface SparseChunk {
  /** Offset in the file, bytes. */
  readonly offset: number;
  readonly length: number;
}

/** Some bytes of a file. */
export interface FilePiece {
  /** Offset in the file, bytes. */
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Which device a device file is. */
export interface Device {
  readonly major: number;
  readonly minor: number;
}

/** What the headers of one member of a tar archive say (ustar, GNU and PAX taken together). */
export interface MemberHeader extends Pick<FileBytes, "size" | "sparse"> {
  /** Bytes, normalised: no leading `/` or `./`, no `.` or `..` parts, no doubled or trailing slash. `""` is the root. */
  readonly path: RawPath;
  readonly type: EntryType;
  /** Permission bits, with setuid, setgid and sticky: 0 to 0o7777. */
  readonly mode: number;
  /** Beyond 32 bits where the archive says so. */
  readonly uid: number;
  readonly gid: number;
  /** Whole seconds since 1970, rounded down; may be negative, and beyond all dates. */
  readonly mtime: number;
  /** Nanoseconds behind them, 0 to 999 999 999. */
  readonly mtimeNanos: number;
  /** Symlink: target as stored. Hard link: target path, normalised like `path`. Otherwise `""`. */
  readonly linkname: RawPath;
  /** Numbers of a character or block device; `null` for every other type. */
  readonly device: Device | null;
  /** Extended attributes by name, values as bytes; `null` if there are none. */
  readonly xattrs: ReadonlyMap<string, RawPath> | null;
}

/** One member of a layer's archive, and where its content lies. */
export interface Entry extends MemberHeader, FileBytes {
  /** SHA-256 of the content, where the way it was read gave it for nothing; else `null`. */
  readonly contentDigest: Uint8Array | null;
}
