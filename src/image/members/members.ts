import type { RawPath } from "../../text/escape.js";
import type { Device, Entry, EntryType, SparseChunk } from "../entry.js";
import type { SortedPaths } from "./sorted-paths.js";

/** The types of members, by their numbers in `MemberRows.type`. */
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
/** In `MemberRows.digest`, for a member without a digest. */
export const NO_DIGEST = -1;

/** A user and a group of which one does not fit into 32 bits. */
export interface WideOwner {
  readonly uid: number;
  readonly gid: number;
}

/** How a file with holes is stored. */
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
  /** The path of each row, as a node of `LayerMembers.paths`. */
  readonly node: Int32Array;
  /** Index in {@link ENTRY_TYPES}. */
  readonly type: Uint8Array;
  readonly mode: Uint16Array;
  /** 0 where `owners` has the row. */
  readonly uid: Uint32Array;
  readonly gid: Uint32Array;
  /** 0 for everything but a regular file. */
  readonly size: Float64Array;
  readonly mtime: Float64Array;
  readonly mtimeNanos: Uint32Array;
  readonly offset: Float64Array;
  /** The link target of row i is `linkText[linkEnd[i − 1] … linkEnd[i])`. The target of a hard link is a normalised path. */
  readonly linkEnd: Uint32Array;
  readonly linkText: Buffer;
  /** Which 32 bytes of `digests` are the SHA-256 of the content, or {@link NO_DIGEST}. */
  readonly digest: Int32Array;
  readonly digests: Uint8Array;
  readonly owners: ReadonlyMap<number, WideOwner>;
  readonly devices: ReadonlyMap<number, Device>;
  readonly xattrs: ReadonlyMap<number, ReadonlyMap<string, RawPath>>;
  readonly sparse: ReadonlyMap<number, SparseContent>;
}

/**
 * All that a tree needs of one layer, whatever the layers below it. Symlinks of the same archive are followed already, and
 * the names of whiteouts are understood.
 */
export interface LayerMembers {
  /** Members of the archive: whiteouts and markers too, without extension headers and the root. */
  readonly memberCount: number;
  /** What the archive says of the root folder; `null` where it says nothing. */
  readonly root: Entry | null;
  /** Paths of rows, whiteouts and opaque markers, with the folders above them. */
  readonly paths: SortedPaths;
  readonly rows: MemberRows;
  /** The rows that are hard links, rising. */
  readonly links: Int32Array;
  /** Where each of `links` leads: a node of `paths`, or −1 − n for node n of `targets`. */
  readonly linkNodes: Int32Array;
  /** Paths that hard links lead to and that are not in `paths`: a lower layer may have them. */
  readonly targets: SortedPaths;
  /** Nodes that whiteouts name: sorted, each once. */
  readonly whiteouts: Int32Array;
  /** Folders with an opaque marker: sorted, each once. */
  readonly opaques: Int32Array;
}
