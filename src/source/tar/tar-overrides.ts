import type { SparseChunk } from "../../image/entry.js";
import type { RawPath } from "../../text/escape.js";
import { type PaxRecords, type PaxTime, paxNumber, paxTime } from "./pax.js";
import { type Header, owner } from "./tar-header.js";

const XATTR = "SCHILY.xattr.";
const SHORT_XATTRS = 4096;
const MOST_KNOWN = 1024;

/**
 * The values of extension headers that replace those of the next member's own header: GNU long names, then
 * the `x` records. An empty value replaces nothing.
 */
export class Overrides {
  /** The logical size of an old GNU sparse file. */
  realSize: number | null = null;
  /** The map of PAX sparse formats 0.0 and 0.1. */
  sparse: SparseChunk[] | null = null;
  private readonly local = new Map<string, RawPath>();
  private longName: RawPath | null = null;
  private longLink: RawPath | null = null;
  /** Extended attributes of earlier members. */
  private readonly known = new Map<string, ReadonlyMap<string, RawPath>>();
  /** False for most members: then nothing is looked up. */
  private any = false;

  /** Returns true if an extension header was read, but its member was not. */
  get pending(): boolean {
    return this.local.size > 0 || this.longName !== null || this.longLink !== null;
  }

  setLocal(records: PaxRecords, sparse: SparseChunk[] | null): void {
    this.local.clear();
    for (const [key, value] of records) this.local.set(key, value);
    this.sparse = sparse;
    this.any = true;
  }

  gnuName(flag: "L" | "K", name: RawPath): void {
    if (flag === "L") this.longName = name;
    else this.longLink = name;
    this.any = true;
  }

  /** Forgets the values for the last member. */
  reset(): void {
    this.realSize = null;
    if (!this.any) return;
    this.sparse = null;
    this.local.clear();
    this.longName = null;
    this.longLink = null;
    this.any = false;
  }

  text(key: string): RawPath | null {
    if (!this.any) return null;
    const value = this.local.get(key) ?? "";
    return value === "" ? null : value;
  }

  /** Returns the header with the replaced values, except its size. `position` is for errors. */
  applied(header: Header, position: number): Header {
    if (!this.any) return header;
    const time = this.time(position);
    return {
      ...header,
      linkname: this.longLink ?? this.text("linkpath") ?? header.linkname,
      name: this.path(header),
      uid: owner(this.number("uid", position) ?? header.uid),
      gid: owner(this.number("gid", position) ?? header.gid),
      mtime: time?.seconds ?? header.mtime,
      mtimeNanos: time?.nanos ?? 0,
    };
  }

  path({ name }: Header): RawPath {
    return this.longName ?? this.text("GNU.sparse.name") ?? this.text("path") ?? name;
  }

  number(key: "uid" | "gid" | "size", position: number): number | null {
    const value = this.text(key);
    return value === null ? null : paxNumber(value, position);
  }

  private time(position: number): PaxTime | null {
    const value = this.text("mtime");
    return value === null ? null : paxTime(value, position);
  }

  /** Returns the logical size of a sparse file, from any of its headers. */
  sparseSize(position: number): number | null {
    const value = this.text("GNU.sparse.realsize") ?? this.text("GNU.sparse.size");
    return value === null ? this.realSize : paxNumber(value, position);
  }

  /**
   * Returns extended attributes by name (`user.x`), or `null`. Equal ones of several members are stored once.
   */
  xattrs(): ReadonlyMap<string, RawPath> | null {
    if (!this.any) return null;
    let found: Map<string, RawPath> | null = null;
    let key = "";
    for (const [name, value] of this.local) {
      if (!name.startsWith(XATTR)) continue;
      found ??= new Map();
      found.set(name.slice(XATTR.length), value);
      key += `${name.length}:${name}${value.length}:${value}`;
    }
    if (found === null || key.length > SHORT_XATTRS) return found;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    if (this.known.size < MOST_KNOWN) this.known.set(key, found);
    return found;
  }
}
