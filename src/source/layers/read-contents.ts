import { createHash } from "node:crypto";
import type { FileBytes, FilePiece } from "../../image/entry.js";
import { Pauses } from "../../pauses.js";
import { Damage, LimitPassed } from "../damage.js";
import type { Limits } from "../limits.js";
import { MapDigest } from "./map-digest.js";

const ZEROS = Buffer.alloc(256 * 1024);

/**
 * Yields one file's content. `archive` has the archive's bytes from the file's offset on. Holes are filled
 * with zeros.
 * @throws Damage if the archive ends before the file.
 */
export async function* fileContent(
  archive: AsyncGenerator<Buffer>,
  { offset, size, stored, sparse }: FileBytes,
): AsyncGenerator<Buffer> {
  const chunks = sparse ?? [{ offset: 0, length: stored }];
  const data = new Taker(archive, offset);
  let position = 0;
  try {
    for (const chunk of chunks) {
      yield* zeros(chunk.offset - position);
      yield* data.take(chunk.length);
      position = chunk.offset + chunk.length;
    }
    yield* zeros(size - position);
  } finally {
    await archive.return(undefined);
  }
}

/** One of several requested files. */
interface PassingFile {
  /** The index of the file in the request. */
  readonly index: number;
  /** The stored bytes. Read them, as far as needed, before you request the next file. */
  readonly bytes: AsyncGenerator<Buffer>;
}

type Archive = (from: number, to: number) => AsyncGenerator<Buffer>;

/**
 * Yields the stored bytes of several files, by rising offset. With `seek` each file is read separately;
 * without it, the archive is read once from its start. All files have different places.
 */
export async function* eachFile(
  files: readonly FileBytes[],
  archive: Archive,
  { seek }: { seek: boolean },
): AsyncGenerator<PassingFile> {
  const pass = seek ? null : new Pass(archive(0, Number.POSITIVE_INFINITY));
  try {
    for (const index of byOffset(files)) {
      const { offset, stored } = files[index];
      const end = offset + stored;
      const bytes = pass === null ? archive(offset, end) : pass.between(offset, end);
      yield { index, bytes };
    }
  } finally {
    await pass?.close();
  }
}

/** Returns a digest of one file from its stored bytes. */
export type Digester = (bytes: AsyncGenerator<Buffer>, file: FileBytes) => Promise<Uint8Array>;

interface DigestOptions {
  readonly seek: boolean;
  readonly digestOf: Digester;
}

/**
 * Returns a digest of each file, in the given order. It reads like `eachFile`, and pauses every few
 * milliseconds for other work.
 */
export async function digestFiles(
  files: readonly FileBytes[],
  archive: Archive,
  { seek, digestOf }: DigestOptions,
): Promise<Uint8Array[]> {
  const order = byOffset(files);
  const firsts = order.filter((i, at) => at === 0 || !sameBytes(files[order[at - 1]], files[i]));
  const digests = new Array<Uint8Array>(files.length);
  const pauses = new Pauses();
  const distinct = firsts.map((i) => files[i]);
  for await (const { index, bytes } of eachFile(distinct, archive, { seek })) {
    if (pauses.due) await pauses.pause();
    digests[firsts[index]] = await digestOf(bytes, distinct[index]);
  }
  for (const [at, i] of order.entries()) digests[i] ??= digests[order[at - 1]];
  return digests;
}

/**
 * Returns a function that computes the SHA-256 of contents, with holes as zeros: at most `limits.holeBytes`
 * of them in all files together.
 * @throws LimitPassed
 */
export function sha256Of(limits: Limits): Digester {
  let holes = 0;
  return async (bytes, file) => {
    holes += file.size - file.stored;
    if (holes > limits.holeBytes) throw new LimitPassed("holeBytes", limits.holeBytes);
    const hash = createHash("sha256");
    for await (const chunk of fileContent(bytes, file)) hash.update(chunk);
    return hash.digest();
  };
}

/** Computes a `MapDigest` of the stored bytes, without reading holes. */
export async function mapDigestOf(bytes: AsyncGenerator<Buffer>, file: FileBytes): Promise<Uint8Array> {
  const digest = new MapDigest();
  for await (const pieces of fileData(bytes, file)) {
    for (const { offset, bytes } of pieces) digest.add(bytes, offset);
  }
  return digest.digest(file.size);
}

/**
 * Yields the stored pieces of one file, each with its offset in the file, in lists of pieces that arrive
 * together: a sparse file may have a piece for every few bytes.
 * @throws Damage if the archive ends before the file.
 */
export async function* fileData(
  archive: AsyncGenerator<Buffer>,
  { offset, stored, sparse }: FileBytes,
): AsyncGenerator<FilePiece[]> {
  const stretches = sparse ?? [{ offset: 0, length: stored }];
  let next = 0;
  let taken = 0;
  let position = 0;
  for await (const chunk of archive) {
    const pieces: FilePiece[] = [];
    for (let at = 0; at < chunk.length && next < stretches.length; ) {
      const stretch = stretches[next];
      const part = chunk.subarray(at, at + stretch.length - taken);
      pieces.push({ offset: stretch.offset + taken, bytes: part });
      at += part.length;
      taken += part.length;
      if (taken < stretch.length) continue;
      next++;
      taken = 0;
    }
    yield pieces;
    position += chunk.length;
    if (position >= stored) break;
  }
  if (position < stored)
    throw new Damage("truncated", offset + position, `${stored - position} bytes of a file are missing`);
}

/** Returns the indexes of files by rising offset. */
export function byOffset(files: readonly FileBytes[]): number[] {
  return files.map((_, i) => i).sort((a, b) => files[a].offset - files[b].offset);
}

function sameBytes(a: FileBytes, b: FileBytes): boolean {
  return a.offset === b.offset && a.stored === b.stored && a.size === b.size;
}

function* zeros(length: number): Generator<Buffer> {
  for (let left = length; left > 0; left -= ZEROS.length)
    yield ZEROS.subarray(0, Math.min(left, ZEROS.length));
}

/** Takes bytes from the front of a stream of chunks. */
class Taker {
  private readonly source: AsyncGenerator<Buffer>;
  private position: number;
  private rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncGenerator<Buffer>, position: number) {
    this.source = source;
    this.position = position;
  }

  async *take(length: number): AsyncGenerator<Buffer> {
    for (let left = length; left > 0; ) {
      if (this.rest.length === 0) {
        const next = await this.source.next();
        if (next.done) throw new Damage("truncated", this.position, `${left} bytes of a file are missing`);
        this.rest = next.value;
      }
      const part = this.rest.subarray(0, left);
      this.rest = this.rest.subarray(part.length);
      this.position += part.length;
      left -= part.length;
      yield part;
    }
  }
}

/** One pass over an archive from which several files are taken, by rising offset. */
class Pass {
  private readonly source: AsyncGenerator<Buffer>;
  private chunk: Buffer = Buffer.alloc(0);
  /** The offset of `chunk`. */
  private start = 0;

  constructor(source: AsyncGenerator<Buffer>) {
    this.source = source;
  }

  /** Yields the bytes from `offset` to `end`. The last chunk is kept for the next file. */
  async *between(offset: number, end: number): AsyncGenerator<Buffer> {
    for (let at = offset; at < end; ) {
      if (at >= this.start + this.chunk.length) {
        this.start += this.chunk.length;
        const next = await this.source.next();
        if (next.done) return;
        this.chunk = next.value;
        continue;
      }
      const part = this.chunk.subarray(at - this.start, end - this.start);
      at += part.length;
      yield part;
    }
  }

  async close(): Promise<void> {
    await this.source.return(undefined);
  }
}
