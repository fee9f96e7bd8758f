import type { Entry, EntryType, SparseChunk } from "../../image/entry.js";
import { BLOCK, padded } from "../../image/tar-block.js";
import { type RawPath, rawBytes } from "../../text/escape.js";
import { Damage, LimitPassed, NotTar } from "../damage.js";
import type { TallyPart } from "../tally.js";
import { isPlain, normalisePath } from "./entry-path.js";
import { PathCount } from "./path-count.js";
import { decodePax, type PaxRecords } from "./pax.js";
import { checkSparse, gnuSparsePairs, InlineSparseMap, paxSparseMap } from "./sparse.js";
import { decodeDevice, decodeHeader, decodeNumber, type Header, hasMagic, valid } from "./tar-header.js";
import { Overrides } from "./tar-overrides.js";

/** An entry before its content was hashed. */
export type Draft = { -readonly [K in keyof Entry]: Entry[K] };

/** The kind of the next bytes. */
type State =
  | { readonly is: "header" }
  | { readonly is: "extension"; readonly flag: string; readonly size: number }
  | { readonly is: "gnu-sparse"; readonly header: Header; readonly chunks: SparseChunk[] }
  | {
      readonly is: "pax-sparse";
      readonly header: Header;
      readonly map: InlineSparseMap;
      readonly start: number;
    };

/** The memory for a PAX record in addition to its bytes. */
const RECORD_BYTES = 100;

const MOST_HEAD_BLOCKS = 0xffff;

const NO_TARGET = "" as RawPath;
const HEADER: State = { is: "header" };

const TYPES: ReadonlyMap<string, EntryType> = new Map([
  ["0", "file"],
  ["1", "hardlink"],
  ["2", "symlink"],
  ["3", "char"],
  ["4", "block"],
  ["5", "dir"],
  ["6", "fifo"],
  // GNU's dump of a folder: an entry of the folder, with a list of names as its body.
  ["D", "dir"],
]);

/** Flags of extension headers: PAX records of one member, their old form, GNU's long names. */
const EXTENSIONS = new Set(["x", "X", "L", "K"]);

/**
 * Flags of members that are not files: volume label, continued volume, old names, and global PAX records. In
 * POSIX, global records apply to all members that follow. Engines ignore them, and layerx shows what engines
 * unpack.
 */
const NO_FILE = new Set(["V", "M", "N", "g"]);

/**
 * Reads the headers of a tar archive, without input and output of its own. It requests bytes (`need` bytes at
 * `position`), and the caller passes them to `feed`. The seeking reader and the streaming reader both use it.
 */
export class TarDecoder {
  /** The offset of the next bytes to feed. Bodies are skipped. */
  position = 0;
  need = BLOCK;
  /** True after two blocks of zeros. */
  ended = false;
  /** The end of the last member's content. A shorter archive is truncated. */
  contentEnd = 0;
  private readonly tally: TallyPart;
  private readonly paths: PathCount;
  private state: State = HEADER;
  private sawZeros = false;
  private sawHeader = false;
  /** The offset of the first header of the next member; −1 before it. */
  private memberStart = -1;
  private readonly overrides = new Overrides();

  constructor(tally: TallyPart) {
    this.tally = tally;
    this.paths = new PathCount(tally);
  }

  /**
   * Takes the `need` bytes at `position` of the archive, which are at `start` of `bytes`.
   * @returns the entry that is now complete, or `null`.
   * @throws Damage, LimitPassed
   */
  feed(bytes: Buffer, start: number): Draft | null {
    const { state, position } = this;
    this.position += this.need;
    this.need = BLOCK;
    switch (state.is) {
      case "header":
        return this.header(this.decoded(bytes, start, position), bytes, start);
      case "extension":
        this.state = HEADER;
        this.extension(state.flag, bytes.subarray(start, start + state.size), position);
        return null;
      case "gnu-sparse": {
        const more = gnuSparsePairs(bytes, start, { extension: true, position }, state.chunks);
        this.checkChunks(state.chunks);
        return more ? null : this.file(state.header, state.chunks, this.position);
      }
      case "pax-sparse": {
        const block = bytes.subarray(start, start + BLOCK);
        const chunks = state.map.push(block, position, this.tally.limits.sparseChunks);
        if (this.position - state.start > this.size(state.header)) {
          throw new Damage("corrupt", position, "the map of a sparse file does not fit it");
        }
        return chunks === null ? null : this.file(state.header, chunks, state.start);
      }
    }
  }

  /**
   * Ends an archive of `length` bytes. `rest` are the bytes that were not fed.
   * @throws Damage if a member is truncated; NotTar if there was no header, but other bytes than zeros.
   */
  finish(length: number, rest: Buffer): void {
    if (this.ended) return;
    if (this.blank) {
      if (rest.some((byte) => byte !== 0)) throw new NotTar("there is no tar header");
      return;
    }
    const cutContent = length < this.contentEnd;
    const between = this.state.is === "header" && length <= this.position && !this.overrides.pending;
    if (!cutContent && between) return;
    const missing = cutContent ? this.contentEnd : this.position + this.need;
    throw new Damage("truncated", length, `its entries need at least ${missing} bytes`);
  }

  /**
   * Returns true if there was no header before the end mark: an empty archive, unless other bytes than zeros
   * follow.
   */
  get blank(): boolean {
    return !this.sawHeader;
  }

  /**
   * @throws NotTar if the first block is not a header, or zeros come before it; Damage if a later one is
   * damaged.
   */
  private decoded(bytes: Buffer, start: number, position: number): Header | null {
    if (this.sawHeader) return decodeHeader(bytes, start, position);
    let header: Header | null;
    try {
      header = decodeHeader(bytes, start, position);
    } catch (error) {
      if (!(error instanceof Damage) || (!this.sawZeros && hasMagic(bytes, start))) throw error;
      throw new NotTar("the first block is not a tar header", { cause: error });
    }
    if (header === null) return null;
    if (this.sawZeros) throw new NotTar("zeros come before the first tar header");
    this.sawHeader = true;
    return header;
  }

  private header(header: Header | null, bytes: Buffer, start: number): Draft | null {
    if (header === null) {
      this.ended = this.sawZeros;
      this.sawZeros = true;
      return null;
    }
    this.sawZeros = false;
    const at = this.position - BLOCK;
    if (this.memberStart < 0) this.memberStart = at;
    const { flag } = header;
    const known = TYPES.get(flag);
    if (known === undefined) {
      if (EXTENSIONS.has(flag)) {
        this.expectExtension(flag, header.size);
        return null;
      }
      if (NO_FILE.has(flag)) {
        this.skip(this.position, header.size);
        this.endMember();
        return null;
      }
      if (flag === "S") return this.oldSparse(header, bytes, start, at);
    }
    const type = known ?? this.unflagged(header);
    if (type !== "file") {
      const body = this.position;
      const isDevice = type === "char" || type === "block";
      const device = isDevice ? decodeDevice(bytes, start, at) : null;
      const entry = this.entry(header, type, { offset: body, size: 0, stored: 0, sparse: null, device });
      if (flag === "D") this.skip(body, header.size);
      return entry;
    }
    if (this.overrides.text("GNU.sparse.major") === "1") {
      this.state = { is: "pax-sparse", header, map: new InlineSparseMap(), start: this.position };
      return null;
    }
    return this.file(header, this.overrides.sparse, this.position);
  }

  private unflagged(header: Header): EntryType {
    // Before ustar there was no flag for folders.
    return header.flag === "\0" && this.overrides.path(header).endsWith("/") ? "dir" : "file";
  }

  private expectExtension(flag: string, size: number): void {
    const limit = flag === "L" || flag === "K" ? "nameBytes" : "paxBytes";
    const bound = this.tally.limits[limit];
    if (size > bound) throw new LimitPassed(limit, bound);
    if (size < 0) throw new Damage("corrupt", this.position - BLOCK, "a tar header has a negative size");
    this.tally.add("textBytes", size);
    this.contentEnd = this.position + size;
    if (size === 0) return;
    this.state = { is: "extension", flag, size };
    this.need = padded(size);
  }

  private extension(flag: string, body: Buffer, position: number): void {
    if (flag === "L" || flag === "K") {
      const end = body.indexOf(0);
      this.overrides.gnuName(flag, rawBytes(end < 0 ? body : body.subarray(0, end)));
      return;
    }
    const records: PaxRecords = decodePax(body, position);
    this.tally.add("textBytes", RECORD_BYTES * records.length);
    const sparse = paxSparseMap(records, position);
    if (sparse !== null) this.checkChunks(sparse);
    this.overrides.setLocal(records, sparse);
  }

  private oldSparse(header: Header, bytes: Buffer, start: number, position: number): Draft | null {
    const chunks: SparseChunk[] = [];
    const more = gnuSparsePairs(bytes, start, { extension: false, position }, chunks);
    this.overrides.realSize = valid(decodeNumber(bytes, start + 483, 12), "size", position);
    if (!more) return this.file(header, chunks, this.position);
    this.state = { is: "gnu-sparse", header, chunks };
    return null;
  }

  /**
   * Returns a regular file whose body begins at `bodyStart`; if it has a map, `position` is after the map.
   */
  private file(header: Header, sparse: SparseChunk[] | null, bodyStart: number): Draft {
    const offset = this.position;
    const body = this.size(header);
    const stored = body - (offset - bodyStart);
    const size = sparse === null ? body : (this.overrides.sparseSize(offset) ?? body);
    if (sparse !== null) checkSparse(sparse, size, stored, offset);
    const entry = this.entry(header, "file", { offset, size, stored, sparse, device: null });
    this.skip(offset, stored);
    return entry;
  }

  private entry(
    header: Header,
    type: EntryType,
    { offset, size, stored, sparse, device }: Pick<Entry, "offset" | "size" | "stored" | "sparse" | "device">,
  ): Draft {
    const { overrides } = this;
    const { name, linkname, mode, uid, gid, mtime, mtimeNanos } = overrides.applied(header, this.position);
    const { nameBytes } = this.tally.limits;
    if (name.length > nameBytes || linkname.length > nameBytes) throw new LimitPassed("nameBytes", nameBytes);
    const path = normalisePath(name);
    this.paths.add(path);
    this.tally.add("textBytes", path.length + linkname.length);
    if (sparse !== null) this.tally.add("sparseChunks", sparse.length);
    if (type === "file") this.tally.add("contentBytes", size);
    const target = type === "hardlink" ? normalisePath(linkname) : type === "symlink" ? linkname : NO_TARGET;
    const entry: Draft = {
      path,
      type,
      mode: mode & 0o7777,
      uid,
      gid,
      mtime,
      mtimeNanos,
      linkname: target,
      device,
      xattrs: overrides.xattrs(),
      offset,
      size,
      stored,
      sparse,
      headBlocks: header.flag !== "D" && isPlain(name, path) ? this.headBlocks(offset) : 0,
      contentDigest: null,
    };
    this.state = HEADER;
    this.endMember();
    return entry;
  }

  /** Returns the number of blocks of the headers before `offset`; 0 if a column of 16 bits cannot have it. */
  private headBlocks(offset: number): number {
    const blocks = (offset - this.memberStart) / BLOCK;
    return blocks <= MOST_HEAD_BLOCKS ? blocks : 0;
  }

  private endMember(): void {
    this.overrides.reset();
    this.memberStart = -1;
  }

  private size(header: Header): number {
    const size = this.overrides.number("size", this.position) ?? header.size;
    if (size < 0 || size > Number.MAX_SAFE_INTEGER - this.position - BLOCK) {
      throw new Damage("corrupt", this.position - BLOCK, "a tar header has an impossible size");
    }
    return size;
  }

  private skip(start: number, size: number): void {
    if (size < 0) throw new Damage("corrupt", start - BLOCK, "a tar header has an impossible size");
    this.contentEnd = start + size;
    this.position = start + padded(size);
  }

  private checkChunks(chunks: readonly SparseChunk[]): void {
    const { sparseChunks } = this.tally.limits;
    if (chunks.length > sparseChunks) throw new LimitPassed("sparseChunks", sparseChunks);
  }
}
