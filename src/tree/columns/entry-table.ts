import type { Device, Entry, EntryType, FileBytes, SparseChunk } from "../../image/entry.js";
import type { RawPath } from "../../text/escape.js";
import { grow } from "./columns.js";

/** Number of a row in the {@link EntryTable}: one version of one path. */
export type EntryId = number;

const TYPES = ["file", "dir", "symlink", "hardlink", "char", "block", "fifo"] as const satisfies EntryType[];
const NONE = "" as RawPath;
const DIGEST_BYTES = 32;

/**
 * Every version of every path, a row each, in columns. Rows of one layer stand in its archive's order; layers
 * that were read side by side have theirs interleaved.
 */
export class EntryTable {
  size = 0;
  node = new Int32Array(1024);
  #layer = new Uint16Array(1024);
  #type = new Uint8Array(1024);
  #mode = new Uint16Array(1024);
  #uid = new Uint32Array(1024);
  #gid = new Uint32Array(1024);
  /** Users and groups that 32 bits do not hold: at both columns stand zeros then. */
  readonly #wideOwners = new Map<EntryId, { readonly uid: number; readonly gid: number }>();
  #size = new Float64Array(1024);
  #mtime = new Float64Array(1024);
  #mtimeNanos = new Uint32Array(1024);
  #offset = new Float64Array(1024);
  #linkname = new Int32Array(1024);
  #digest = new Int32Array(1024);
  readonly #linknames: RawPath[] = [NONE];
  #digests = new Uint8Array(DIGEST_BYTES * 64);
  #digestCount = 0;
  readonly #xattrs = new Map<EntryId, ReadonlyMap<string, RawPath>>();
  readonly #devices = new Map<EntryId, Device>();
  readonly #sparse = new Map<EntryId, { stored: number; sparse: readonly SparseChunk[] }>();
  /** The row that holds the content behind each row: itself, or what a hard link leads to; −1 where it leads nowhere. */
  inode = new Int32Array(0);
  /** Rows from here on stand for folders that no archive lists, but that others imply. */
  firstImplied = Number.POSITIVE_INFINITY;
  /** More rows that stand for such folders, where tables were put one behind the other. */
  readonly #impliedBefore: { readonly from: EntryId; readonly to: EntryId }[] = [];

  /** Appends a row; `node` is where it stands. */
  add(node: number, layer: number, entry: Entry): EntryId {
    const row = this.#append(node, layer);
    this.#type[row] = TYPES.indexOf(entry.type);
    this.#mode[row] = entry.mode;
    this.#setOwner(row, entry);
    this.#size[row] = entry.type === "file" ? entry.size : 0;
    this.#mtime[row] = entry.mtime;
    this.#mtimeNanos[row] = entry.mtimeNanos;
    this.#offset[row] = entry.offset;
    this.#linkname[row] = entry.linkname === "" ? 0 : this.#linknames.push(entry.linkname) - 1;
    this.#digest[row] = entry.contentDigest === null ? -1 : this.#addDigest(entry.contentDigest);
    if (entry.xattrs !== null) this.#xattrs.set(row, entry.xattrs);
    if (entry.device !== null) this.#devices.set(row, entry.device);
    if (entry.sparse !== null) this.#sparse.set(row, { stored: entry.stored, sparse: entry.sparse });
    return row;
  }

  /** Appends the same member again, for another layer that has the same bytes. */
  repeat(row: EntryId, layer: number): EntryId {
    const copy = this.#append(this.node[row], layer);
    this.#type[copy] = this.#type[row];
    this.#mode[copy] = this.#mode[row];
    this.#setOwner(copy, { uid: this.uid(row), gid: this.gid(row) });
    this.#size[copy] = this.#size[row];
    this.#mtime[copy] = this.#mtime[row];
    this.#mtimeNanos[copy] = this.#mtimeNanos[row];
    this.#offset[copy] = this.#offset[row];
    this.#linkname[copy] = this.#linkname[row];
    this.#digest[copy] = this.#digest[row];
    const xattrs = this.#xattrs.get(row);
    if (xattrs !== undefined) this.#xattrs.set(copy, xattrs);
    const device = this.#devices.get(row);
    if (device !== undefined) this.#devices.set(copy, device);
    const sparse = this.#sparse.get(row);
    if (sparse !== undefined) this.#sparse.set(copy, sparse);
    return copy;
  }

  /** Appends a folder that no archive lists: what an engine makes of it, `0755` of root. */
  addImplied(node: number, layer: number): EntryId {
    const row = this.#append(node, layer);
    this.#type[row] = TYPES.indexOf("dir");
    this.#mode[row] = 0o755;
    this.#digest[row] = -1;
    return row;
  }

  /**
   * Appends all rows of another table. They stand at the nodes that `nodes` gives for theirs, and their layers are counted
   * from `firstLayer` on. @returns the number that the other table's row 0 has here.
   */
  appendTable(
    other: EntryTable,
    { nodes, firstLayer }: { readonly nodes: Int32Array; readonly firstLayer: number },
  ): EntryId {
    const from = this.size;
    if (this.firstImplied < from) this.#impliedBefore.push({ from: this.firstImplied, to: from });
    this.firstImplied = from + other.firstImplied;
    this.size += other.size;
    this.#grow(this.size);
    const inode = new Int32Array(this.size);
    inode.set(this.inode.subarray(0, from));
    this.inode = inode;
    const firstLinkname = this.#linknames.length - 1;
    for (const name of other.#linknames.slice(1)) this.#linknames.push(name);
    const firstDigest = this.#digestCount;
    this.#digestCount += other.#digestCount;
    this.#digests = grow(this.#digests, this.#digestCount * DIGEST_BYTES);
    this.#digests.set(
      other.#digests.subarray(0, other.#digestCount * DIGEST_BYTES),
      firstDigest * DIGEST_BYTES,
    );
    this.#setColumns(from, other);
    for (let row = 0; row < other.size; row++) {
      this.node[from + row] = nodes[other.node[row]];
      this.#layer[from + row] = firstLayer + other.#layer[row];
      if (other.#linkname[row] > 0) this.#linkname[from + row] = firstLinkname + other.#linkname[row];
      this.#digest[from + row] = other.#digest[row] < 0 ? -1 : firstDigest + other.#digest[row];
      inode[from + row] = other.inode[row] < 0 ? -1 : from + other.inode[row];
    }
    for (const [row, xattrs] of other.#xattrs) this.#xattrs.set(from + row, xattrs);
    for (const [row, device] of other.#devices) this.#devices.set(from + row, device);
    for (const [row, owner] of other.#wideOwners) this.#wideOwners.set(from + row, owner);
    for (const [row, sparse] of other.#sparse) this.#sparse.set(from + row, sparse);
    return from;
  }

  layer(row: EntryId): number {
    return this.#layer[row];
  }

  type(row: EntryId): EntryType {
    return TYPES[this.#type[row]];
  }

  isFolder(row: EntryId): boolean {
    return this.#type[row] === 1;
  }

  /** True for a regular file: a row that holds content of its own. */
  isFile(row: EntryId): boolean {
    return this.#type[row] === 0;
  }

  isImplied(row: EntryId): boolean {
    return row >= this.firstImplied || this.#impliedBefore.some(({ from, to }) => row >= from && row < to);
  }

  mode(row: EntryId): number {
    return this.#mode[row];
  }

  uid(row: EntryId): number {
    return this.#wideOwners.size === 0 ? this.#uid[row] : (this.#wideOwners.get(row)?.uid ?? this.#uid[row]);
  }

  gid(row: EntryId): number {
    return this.#wideOwners.size === 0 ? this.#gid[row] : (this.#wideOwners.get(row)?.gid ?? this.#gid[row]);
  }

  /** Bytes of content of a regular file; 0 for everything else, hard links included. */
  bytes(row: EntryId): number {
    return this.#size[row];
  }

  /** Seconds since 1970, with a fraction as far as a number holds it. */
  mtime(row: EntryId): number {
    return this.#mtime[row] + this.#mtimeNanos[row] / 1e9;
  }

  /** Whole seconds since 1970, rounded down. */
  mtimeSeconds(row: EntryId): number {
    return this.#mtime[row];
  }

  /** Nanoseconds behind the whole seconds. */
  mtimeNanos(row: EntryId): number {
    return this.#mtimeNanos[row];
  }

  /** Symlink: as stored. Hard link: normalised path of its target. Else `""`. */
  linkname(row: EntryId): RawPath {
    return this.#linknames[this.#linkname[row]];
  }

  xattrs(row: EntryId): ReadonlyMap<string, RawPath> | null {
    return this.#xattrs.get(row) ?? null;
  }

  /** Numbers of a character or block device; `null` for every other type. */
  device(row: EntryId): Device | null {
    return this.#devices.get(row) ?? null;
  }

  /** SHA-256 of the content where reading the layer gave it; else `null`. */
  digest(row: EntryId): Uint8Array | null {
    const at = this.#digest[row];
    return at < 0 ? null : this.#digests.subarray(at * DIGEST_BYTES, (at + 1) * DIGEST_BYTES);
  }

  /** True for a file that is stored with holes. */
  isSparse(row: EntryId): boolean {
    return this.#sparse.has(row);
  }

  /** Where the content of a regular file lies in its layer. */
  content(row: EntryId): FileBytes {
    const size = this.#size[row];
    const { stored, sparse } = this.#sparse.get(row) ?? { stored: size, sparse: null };
    return { offset: this.#offset[row], size, stored, sparse };
  }

  #setOwner(row: EntryId, { uid, gid }: { readonly uid: number; readonly gid: number }): void {
    if (uid === uid >>> 0 && gid === gid >>> 0) {
      this.#uid[row] = uid;
      this.#gid[row] = gid;
    } else {
      this.#wideOwners.set(row, { uid, gid });
    }
  }

  #append(node: number, layer: number): EntryId {
    const row = this.size++;
    if (row >= this.node.length) this.#grow(row + 1);
    this.node[row] = node;
    this.#layer[row] = layer;
    return row;
  }

  /** Copies what means the same in either table. */
  #setColumns(from: EntryId, other: EntryTable): void {
    this.#type.set(other.#type.subarray(0, other.size), from);
    this.#mode.set(other.#mode.subarray(0, other.size), from);
    this.#uid.set(other.#uid.subarray(0, other.size), from);
    this.#gid.set(other.#gid.subarray(0, other.size), from);
    this.#size.set(other.#size.subarray(0, other.size), from);
    this.#mtime.set(other.#mtime.subarray(0, other.size), from);
    this.#mtimeNanos.set(other.#mtimeNanos.subarray(0, other.size), from);
    this.#offset.set(other.#offset.subarray(0, other.size), from);
  }

  #grow(length: number): void {
    this.node = grow(this.node, length);
    this.#layer = grow(this.#layer, length);
    this.#type = grow(this.#type, length);
    this.#mode = grow(this.#mode, length);
    this.#uid = grow(this.#uid, length);
    this.#gid = grow(this.#gid, length);
    this.#size = grow(this.#size, length);
    this.#mtime = grow(this.#mtime, length);
    this.#mtimeNanos = grow(this.#mtimeNanos, length);
    this.#offset = grow(this.#offset, length);
    this.#linkname = grow(this.#linkname, length);
    this.#digest = grow(this.#digest, length);
  }

  #addDigest(digest: Uint8Array): number {
    const at = this.#digestCount++;
    this.#digests = grow(this.#digests, this.#digestCount * DIGEST_BYTES);
    this.#digests.set(digest, at * DIGEST_BYTES);
    return at;
  }
}
