import type { RawPath } from "../../text/escape.js";
import type { Device, Entry } from "../entry.js";
import { grow } from "./grow.js";
import {
  DIGEST_BYTES,
  ENTRY_TYPES,
  type MemberRows,
  NO_DIGEST,
  type SparseContent,
  type WideOwner,
} from "./members.js";

const FIRST_ROWS = 256;

/** Rows that grow while a layer is read. */
export class RowColumns {
  count = 0;
  private bytes = 0;
  private node = new Int32Array(FIRST_ROWS);
  private type = new Uint8Array(FIRST_ROWS);
  private mode = new Uint16Array(FIRST_ROWS);
  private uid = new Uint32Array(FIRST_ROWS);
  private gid = new Uint32Array(FIRST_ROWS);
  private size = new Float64Array(FIRST_ROWS);
  private mtime = new Float64Array(FIRST_ROWS);
  private mtimeNanos = new Uint32Array(FIRST_ROWS);
  private offset = new Float64Array(FIRST_ROWS);
  private headBlocks = new Uint16Array(FIRST_ROWS);
  private linkEnd = new Uint32Array(FIRST_ROWS);
  private digest = new Int32Array(FIRST_ROWS);
  private digests = new Uint8Array(0);
  private digestCount = 0;
  private linkBytes = 0;
  private readonly linkTexts: string[] = [];
  private readonly owners = new Map<number, WideOwner>();
  private readonly devices = new Map<number, Device>();
  private readonly xattrs = new Map<number, ReadonlyMap<string, RawPath>>();
  private readonly sparse = new Map<number, SparseContent>();

  /**
   * @param place `node`: any number for the member's path, which `finish` replaces. `linkname`: the target of
   * its link
   */
  add(entry: Entry, { node, linkname }: { readonly node: number; readonly linkname: RawPath }): void {
    const row = this.count++;
    if (row >= this.node.length) this.grow(row + 1);
    this.node[row] = node;
    this.type[row] = ENTRY_TYPES.indexOf(entry.type);
    this.mode[row] = entry.mode;
    const { uid, gid } = entry;
    if (uid === uid >>> 0 && gid === gid >>> 0) {
      this.uid[row] = uid;
      this.gid[row] = gid;
    } else {
      this.owners.set(row, { uid, gid });
    }
    if (entry.type === "file") {
      this.size[row] = entry.size;
      this.bytes += entry.size;
    }
    this.mtime[row] = entry.mtime;
    this.mtimeNanos[row] = entry.mtimeNanos;
    this.offset[row] = entry.offset;
    // Symlinks of the archive may have moved the target of a hard link: then the headers have another target.
    this.headBlocks[row] = linkname === entry.linkname ? entry.headBlocks : 0;
    if (linkname !== "") {
      this.linkTexts.push(linkname);
      this.linkBytes += linkname.length;
    }
    this.linkEnd[row] = this.linkBytes;
    this.digest[row] = entry.contentDigest === null ? NO_DIGEST : this.addDigest(entry.contentDigest);
    if (entry.xattrs !== null) this.xattrs.set(row, entry.xattrs);
    if (entry.device !== null) this.devices.set(row, entry.device);
    if (entry.sparse !== null) this.sparse.set(row, { stored: entry.stored, sparse: entry.sparse });
  }

  /** Returns the rows, at the nodes that `numberOf` has for them. No rows can be added afterwards. */
  finish(numberOf: Int32Array): MemberRows {
    const { count, bytes } = this;
    const node = this.node.subarray(0, count);
    for (let row = 0; row < count; row++) node[row] = numberOf[node[row]];
    return {
      count,
      bytes,
      node,
      type: this.type.subarray(0, count),
      mode: this.mode.subarray(0, count),
      uid: this.uid.subarray(0, count),
      gid: this.gid.subarray(0, count),
      size: this.size.subarray(0, count),
      mtime: this.mtime.subarray(0, count),
      mtimeNanos: this.mtimeNanos.subarray(0, count),
      offset: this.offset.subarray(0, count),
      headBlocks: this.headBlocks.subarray(0, count),
      linkEnd: this.linkEnd.subarray(0, count),
      linkText: Buffer.from(this.linkTexts.join(""), "latin1"),
      digest: this.digest.subarray(0, count),
      digests: this.digests.subarray(0, this.digestCount * DIGEST_BYTES),
      owners: this.owners,
      devices: this.devices,
      xattrs: this.xattrs,
      sparse: this.sparse,
    };
  }

  private grow(length: number): void {
    this.node = grow(this.node, length);
    this.type = grow(this.type, length);
    this.mode = grow(this.mode, length);
    this.uid = grow(this.uid, length);
    this.gid = grow(this.gid, length);
    this.size = grow(this.size, length);
    this.mtime = grow(this.mtime, length);
    this.mtimeNanos = grow(this.mtimeNanos, length);
    this.offset = grow(this.offset, length);
    this.headBlocks = grow(this.headBlocks, length);
    this.linkEnd = grow(this.linkEnd, length);
    this.digest = grow(this.digest, length);
  }

  private addDigest(digest: Uint8Array): number {
    const at = this.digestCount++;
    this.digests = grow(this.digests, this.digestCount * DIGEST_BYTES);
    this.digests.set(digest, at * DIGEST_BYTES);
    return at;
  }
}
