import { closeSync, fstatSync, readSync } from "node:fs";
import { fail, isSystemError } from "../../errors.js";
import { firstIndex } from "../../image/members/binary-search.js";
import { escapePath, escapeText, type Printable, rawBytes } from "../../text/escape.js";
import type { Blob, ChunkRange, LayerMemory, SeekableBlob } from "../blob.js";
import { openBeneath } from "./beneath.js";
import type { Piece } from "./tar-split.js";

type FilePiece = Extract<Piece, { is: "file" }>;

interface OpenedFile {
  readonly fd: number;
  /** A value that changes when the file changes. */
  readonly stamp: string;
}

const CHUNK_BYTES = 256 * 1024;

interface SplitOptions {
  readonly key: string;
  /** The open folder with the layer's files. */
  readonly folder: number;
  /** The layer, for messages. */
  readonly where: Printable;
  readonly memory?: LayerMemory;
  /** Returns the path of a file below the folder; by default its name. */
  place?(name: Buffer): Buffer;
}

/**
 * A layer's archive, joined from its raw pieces in memory and from the files of Podman's storage. The size
 * and CRC-64 of each file are checked, so that only unchanged content is returned.
 */
export class SplitBlob implements Blob, SeekableBlob {
  readonly key: string;
  readonly size: number;
  readonly available: number;
  readonly seekable: SeekableBlob = this;
  readonly memory?: LayerMemory;
  readonly pieces: readonly Piece[];
  /** The open folder with the layer's files. */
  private readonly folder: number;
  private readonly where: Printable;
  /** The piece that was checked last, and the file's stamp at that time. */
  private checked: { readonly piece: FilePiece; readonly stamp: string } | null = null;

  private readonly place: (name: Buffer) => Buffer;

  constructor(
    pieces: readonly Piece[],
    { key, folder, where, memory, place = (name) => name }: SplitOptions,
  ) {
    const last = pieces.at(-1);
    this.key = key;
    this.size = last === undefined ? 0 : last.start + last.size;
    this.available = this.size;
    this.memory = memory;
    this.pieces = pieces;
    this.folder = folder;
    this.where = where;
    this.place = place;
  }

  /** Opens a file by its name in the archive. @throws a system error */
  openFile(name: Buffer): number {
    return openBeneath(this.folder, this.place(name));
  }

  /** Stops before the content of a file, so that reading headers opens no file. */
  readAt(target: Buffer, position: number): number {
    let done = 0;
    for (let i = this.pieceAt(position); i < this.pieces.length && done < target.length; i++) {
      const piece = this.pieces[i];
      if (piece.is === "file" && done > 0) break;
      const from = position + done - piece.start;
      const part = target.subarray(done, done + piece.size - from);
      if (piece.is === "raw") piece.bytes.copy(part, 0, from);
      else this.readFile(piece, part, from);
      done += part.length;
    }
    return done;
  }

  async *chunks({
    from = 0,
    to = Number.POSITIVE_INFINITY,
    chunkBytes = CHUNK_BYTES,
    signal,
  }: ChunkRange): AsyncGenerator<Buffer> {
    const end = Math.min(to, this.size);
    let pending: Buffer[] = [];
    let pendingBytes = 0;
    for (let i = this.pieceAt(from); i < this.pieces.length; i++) {
      const piece = this.pieces[i];
      if (piece.start >= end) break;
      const [start, stop] = [
        Math.max(from, piece.start) - piece.start,
        Math.min(end - piece.start, piece.size),
      ];
      const parts =
        piece.is === "raw" ? [piece.bytes.subarray(start, stop)] : this.content(piece, start, stop);
      for (const part of parts) {
        pending.push(part);
        pendingBytes += part.length;
        if (pendingBytes < chunkBytes) continue;
        signal?.throwIfAborted();
        yield Buffer.concat(pending);
        [pending, pendingBytes] = [[], 0];
      }
    }
    if (pendingBytes > 0) yield Buffer.concat(pending);
  }

  /** Returns the index of the piece at a position. */
  private pieceAt(position: number): number {
    return firstIndex(this.pieces.length, (i) => this.pieces[i].start + this.pieces[i].size > position);
  }

  /** Yields a part of a file's content. The whole file is checked before or meanwhile. */
  private *content(piece: FilePiece, from: number, to: number): Generator<Buffer> {
    const { fd, stamp } = this.open(piece);
    try {
      const whole = from === 0 && to === piece.size;
      if (!whole) this.check(piece, { fd, stamp });
      const crc = new Crc64();
      for (let at = from; at < to; ) {
        const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, to - at));
        this.fill(piece, fd, chunk, at);
        if (whole) crc.update(chunk);
        at += chunk.length;
        // The last chunk is returned only after the check, so that a reader never gets the whole of a wrong
        // content.
        if (whole && at === to && !crc.digest().equals(piece.crc))
          this.changed(piece, "its checksum is different");
        yield chunk;
      }
    } finally {
      closeSync(fd);
    }
  }

  private readFile(piece: FilePiece, target: Buffer, from: number): void {
    const file = this.open(piece);
    try {
      this.check(piece, file);
      this.fill(piece, file.fd, target, from);
    } finally {
      closeSync(file.fd);
    }
  }

  private check(piece: FilePiece, { fd, stamp }: OpenedFile): void {
    if (this.checked?.piece === piece && this.checked.stamp === stamp) return;
    const crc = new Crc64();
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, piece.size));
    for (let at = 0; at < piece.size; ) {
      const part = chunk.subarray(0, piece.size - at);
      this.fill(piece, fd, part, at);
      crc.update(part);
      at += part.length;
    }
    if (!crc.digest().equals(piece.crc)) this.changed(piece, "its checksum is different");
    this.checked = { piece, stamp };
  }

  private fill(piece: FilePiece, fd: number, target: Buffer, position: number): void {
    for (let done = 0; done < target.length; ) {
      const read = readSync(fd, target, done, target.length - done, position + done);
      if (read === 0) this.changed(piece, "it became shorter while it was read");
      done += read;
    }
  }

  private open(piece: FilePiece): OpenedFile {
    let fd: number;
    try {
      fd = this.openFile(piece.name);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      if (error.code === "EACCES" || error.code === "EPERM") {
        const path = escapePath(rawBytes(piece.name));
        fail("storage-denied", { where: this.where, path }, error);
      }
      return this.changed(piece, error.code === "ENOENT" ? "it is missing" : "it is not a regular file");
    }
    const stat = fstatSync(fd, { bigint: true });
    if (stat.isFile() && stat.size === BigInt(piece.size)) {
      return { fd, stamp: `${stat.ino} ${stat.mtimeNs} ${stat.ctimeNs}` };
    }
    closeSync(fd);
    return this.changed(
      piece,
      stat.isFile() ? `it should have ${piece.size} bytes` : "it is not a regular file",
    );
  }

  private changed({ name }: FilePiece, reason: string): never {
    const path = escapePath(rawBytes(name));
    fail("storage-changed", {
      where: this.where,
      reason: escapeText(`the file ${path} is not as Podman stored it: ${reason}`),
    });
  }
}

/** CRC-64 of ISO 3309, like Go's `crc64.ISO`: the checksum of files in tar-split. */
export class Crc64 {
  private high = 0xffffffff;
  private low = 0xffffffff;

  update(bytes: Uint8Array): void {
    let { high, low } = this;
    for (const byte of bytes) {
      // With this polynomial, the lower half of each entry of the table is 0.
      const entry = TABLE[(low ^ byte) & 0xff];
      low = (low >>> 8) | (high << 24);
      high = entry ^ (high >>> 8);
    }
    this.high = high;
    this.low = low;
  }

  /** Returns 8 bytes, the highest first. */
  digest(): Buffer {
    const bytes = Buffer.alloc(8);
    bytes.writeUInt32BE(~this.high >>> 0, 0);
    bytes.writeUInt32BE(~this.low >>> 0, 4);
    return bytes;
  }
}

const POLYNOMIAL_HIGH = 0xd8000000;

/** The upper halves of the table's entries. */
const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let [high, low] = [0, byte];
  for (let bit = 0; bit < 8; bit++) {
    const odd = low & 1;
    low = (low >>> 1) | ((high & 1) << 31);
    high = (high >>> 1) ^ (odd ? POLYNOMIAL_HIGH : 0);
  }
  return high;
});
