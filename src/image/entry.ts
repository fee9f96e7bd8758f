import type { RawPath } from "../text/escape.js";

export type EntryType = "file" | "dir" | "symlink" | "hardlink" | "char" | "block" | "fifo";

/** The place of one regular file's content in its layer's uncompressed archive. */
export interface FileBytes {
  /** Offset of the content in the uncompressed archive, bytes. */
  readonly offset: number;
  /** Bytes of content, including holes. */
  readonly size: number;
  /** Bytes in the archive: `size`, or less for a sparse file. */
  readonly stored: number;
  /** The chunks with data, in order; `null` if the file is not sparse. */
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

/** The device numbers of a device file. */
export interface Device {
  readonly major: number;
  readonly minor: number;
}

/** The facts in the headers of one member of a tar archive (ustar, GNU and PAX together). */
export interface MemberHeader extends Pick<FileBytes, "size" | "sparse"> {
  /** Bytes, normalised: no leading `/` or `./`, no `.` or `..` parts, no doubled or trailing slash. `""` is the root. */
  readonly path: RawPath;
  readonly type: EntryType;
  /** Permission bits, with setuid, setgid and sticky: 0 to 0o7777. */
  readonly mode: number;
  /** More than 32 bits are possible. */
  readonly uid: number;
  readonly gid: number;
  /**
   * Whole seconds since 1970, rounded down. Negative values and values outside of all calendars are possible.
   */
  readonly mtime: number;
  /** Nanoseconds after `mtime`, 0 to 999 999 999. */
  readonly mtimeNanos: number;
  /** Symlink: target as stored. Hard link: target path, normalised like `path`. Otherwise `""`. */
  readonly linkname: RawPath;
  /** Numbers of a character or block device; `null` for every other type. */
  readonly device: Device | null;
  /** Extended attributes by name, values as bytes; `null` if there are none. */
  readonly xattrs: ReadonlyMap<string, RawPath> | null;
}

/** One member of a layer's archive, and the place of its content. */
export interface Entry extends MemberHeader, FileBytes {
  /**
   * The number of 512-byte blocks before `offset` that are the member's headers. 0 if they cannot be copied to another archive:
   * they are unknown, they have another path than `path`, or bytes follow that are not a file.
   */
  readonly headBlocks: number;
  /** SHA-256 of the content, if reading the layer computed it anyway; else `null`. */
  readonly contentDigest: Uint8Array | null;
}
