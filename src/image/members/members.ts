import type { RawPath } from "../../text/escape.js";
import type { Device, Entry, EntryType, SparseChunk } from "../entry.js";
import type { SortedPaths } from "./sorted-paths.js";

/** The types of members. Their index is the number in `MemberRows.type`. */
export const ENTRY_TYPES = [
  "file",
  "dir",
  "symlink",
  "hardlink",
  "char",
  "block",
  "fifo",
] as const satisfies EntryType[];

export const DIGEST_BYTES = 32;
/** The value of `MemberRows.digest` for a member without a digest. */
export const NO_DIGEST = -1;

/** A user and a group. At least one of them does not fit into 32 bits. */
export interface WideOwner {
  readonly uid: number;
  readonly gid: number;
}

/** The storage of a file with holes. */
export interface SparseContent {
  /** Bytes in the archive. */
  readonly stored: number;
  readonly sparse: readonly SparseChunk[];
}

/**
 * The members of one layer's archive that are files, folders, links or devices: one row each, in the order of the archive.
 * The fields have the units of {@link Entry}.
 */
export interface MemberRows {
  readonly count: number;
  /** The sum of `size`. */
  readonly bytes: number;
  /** The path of each row, as a node of `LayerMembers.paths`. */
  readonly node: Int32Array;
  /** Index in {@link ENTRY_TYPES}. */
  readonly type: Uint8Array;
  readonly mode: Uint16Array;
  /** 0 if the owner of the row is in `owners`. */
  readonly uid: Uint32Array;
  readonly gid: Uint32Array;
  /** Bytes; 0 for everything but a regular file. */
  readonly size: Float64Array;
  readonly mtime: Float64Array;
  readonly mtimeNanos: Uint32Array;
  readonly offset: Float64Array;
  readonly headBlocks: Uint16Array;
  /** The link target of row i is `linkText[linkEnd[i − 1] … linkEnd[i])`. The target of a hard link is a normalised path. */
  readonly linkEnd: Uint32Array;
  readonly linkText: Buffer;
  /** The index of the SHA-256 of the content in `digests`, in units of 32 bytes, or {@link NO_DIGEST}. */
  readonly digest: Int32Array;
  readonly digests: Uint8Array;
  readonly owners: ReadonlyMap<number, WideOwner>;
  readonly devices: ReadonlyMap<number, Device>;
  readonly xattrs: ReadonlyMap<number, ReadonlyMap<string, RawPath>>;
  readonly sparse: ReadonlyMap<number, SparseContent>;
}

/**
 * All facts about one layer that a tree needs. They do not depend on the layers below. Symlinks of the same
 * archive are followed already, and whiteouts are recognized.
 */
export interface LayerMembers {
  /** Members of the archive with whiteouts and markers, without extension headers and the root. */
  readonly memberCount: number;
  /** The entry of the root folder in the archive; `null` if there is none. */
  readonly root: Entry | null;
  /** Paths of rows, whiteouts and opaque markers, with the folders above them. */
  readonly paths: SortedPaths;
  readonly rows: MemberRows;
  /** The rows that are hard links, in rising order. */
  readonly links: Int32Array;
  /** For each of `links` its target: a node of `paths`, or −1 − n for node n of `targets`. */
  readonly linkNodes: Int32Array;
  /** Targets of hard links that are not in `paths`. A lower layer may have them. */
  readonly targets: SortedPaths;
  /** Nodes that whiteouts name: sorted, without duplicates. */
  readonly whiteouts: Int32Array;
  /** Folders with an opaque marker: sorted, without duplicates. */
  readonly opaques: Int32Array;
}
