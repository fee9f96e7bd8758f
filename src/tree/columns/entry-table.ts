import type { Device, EntryType, FileBytes } from "../../image/entry.js";
import { grow } from "../../image/members/grow.js";
import {
  DIGEST_BYTES,
  ENTRY_TYPES,
  type MemberRows,
  NO_DIGEST,
  type SparseContent,
  type WideOwner,
} from "../../image/members/members.js";
import type { RawPath } from "../../text/escape.js";

/** Number of a row in the {@link EntryTable}: one version of one path. */
export type EntryId = number;

const NONE = "" as RawPath;

/**
 * Every version of every path, a row each, in columns. The rows of a layer follow each other in its archive's order, and
 * layers follow each other from the lowest up.
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
  readonly #wideOwners = new Map<EntryId, WideOwner>();
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
  readonly #sparse = new Map<EntryId, SparseContent>();
  /** The row that holds the content behind each row: itself, or what a hard link leads to; −1 where it leads nowhere. */
  inode = new Int32Array(0);
  /** Rows from here on stand for folders that no archive lists, but that others imply. */
  firstImplied = Number.POSITIVE_INFINITY;
  /** More rows that stand for such folders, where tables were put one behind the other. */
  readonly #impliedBefore: { readonly from: EntryId; readonly to: EntryId }[] = [];

  /** Makes room for so many rows at once. */
  reserve(rows: number): void {
    this.#grow(rows);
  }

  /**
   * Appends the rows of a layer, in their order.
   * @param nodes the number in this tree of each of the layer's own nodes
   * @returns the number of the layer's first row here.
   */
  appendMembers(
    rows: MemberRows,
    { layer, nodes }: { readonly layer: number; readonly nodes: Int32Array },
  ): EntryId {
    const from = this.size;
    const { count } = rows;
    this.size += count;
    this.#grow(this.size);
    for (let i = 0; i < count; i++) this.node[from + i] = nodes[rows.node[i]];
    this.#layer.fill(layer, from, this.size);
    this.#type.set(rows.type, from);
    this.#mode.set(rows.mode, from);
    this.#uid.set(rows.uid, from);
    this.#gid.set(rows.gid, from);
    this.#size.set(rows.size, from);
    this.#mtime.set(rows.mtime, from);
    this.#mtimeNanos.set(rows.mtimeNanos, from);
    this.#offset.set(rows.offset, from);
    this.#appendLinknames(rows, from);
    this.#appendDigests(rows, from);
    for (const [row, owner] of rows.owners) this.#wideOwners.set(from + row, owner);
    for (const [row, device] of rows.devices) this.#devices.set(from + row, device);
    for (const [row, xattrs] of rows.xattrs) this.#xattrs.set(from + row, xattrs);
    for (const [row, sparse] of rows.sparse) this.#sparse.set(from + row, sparse);
    return from;
  }

  /** Appends a folder that no archive lists: what an engine makes of it, `0755` of root. */
  addImplied(node: number, layer: number): EntryId {
    const row = this.#append(node, layer);
    this.#type[row] = ENTRY_TYPES.indexOf("dir");
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
    return ENTRY_TYPES[this.#type[row]];
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

  #appendLinknames({ count, linkEnd, linkText }: MemberRows, from: EntryId): void {
    const text = linkText.toString("latin1");
    let start = 0;
    for (let i = 0; i < count; i++) {
      const end = linkEnd[i];
      if (end > start) this.#linkname[from + i] = this.#linknames.push(text.slice(start, end) as RawPath) - 1;
      start = end;
    }
  }

  #appendDigests({ count, digest, digests }: MemberRows, from: EntryId): void {
    const first = this.#digestCount;
    this.#digestCount += digests.length / DIGEST_BYTES;
    this.#digests = grow(this.#digests, this.#digestCount * DIGEST_BYTES);
    this.#digests.set(digests, first * DIGEST_BYTES);
    for (let i = 0; i < count; i++) this.#digest[from + i] = digest[i] < 0 ? NO_DIGEST : first + digest[i];
  }
}
