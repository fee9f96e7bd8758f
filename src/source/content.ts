import { createHash } from "node:crypto";
import type { FileBytes } from "../image/entry.js";
import { Slices } from "../slices.js";
import { Damage } from "./damage.js";

const ZEROS = Buffer.alloc(256 * 1024);

/**
 * One file's content out of `archive`, the archive's bytes from the file's offset on. Holes are filled with zeros.
 * @throws Damage where the archive ends before the file does.
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

/** One of several files, as it comes by. */
interface PassingFile {
  /** Which of the files that were given. */
  readonly index: number;
  /** To be read, as far as it is wanted, before the next file is asked for. */
  readonly content: AsyncGenerator<Buffer>;
}

type Archive = (from: number, to: number) => AsyncGenerator<Buffer>;

/**
 * The contents of several files, by rising offset. With `seek` every file is read by itself; without, the archive is
 * passed through once from its start. No two of the files have the same place.
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
      yield { index, content: fileContent(bytes, files[index]) };
    }
  } finally {
    await pass?.close();
  }
}

/**
 * SHA-256 of each file's content, in the order given, read as `eachFile` does. Gives way to other work every few
 * milliseconds.
 */
export async function digestFiles(
  files: readonly FileBytes[],
  archive: Archive,
  options: { seek: boolean },
): Promise<Uint8Array[]> {
  const order = byOffset(files);
  const firsts = order.filter((i, at) => at === 0 || !sameBytes(files[order[at - 1]], files[i]));
  const digests = new Array<Uint8Array>(files.length);
  const slices = new Slices();
  const distinct = firsts.map((i) => files[i]);
  for await (const { index, content } of eachFile(distinct, archive, options)) {
    if (slices.over) await slices.giveWay();
    const hash = createHash("sha256");
    for await (const chunk of content) hash.update(chunk);
    digests[firsts[index]] = hash.digest();
  }
  for (const [at, i] of order.entries()) digests[i] ??= digests[order[at - 1]];
  return digests;
}

/** The files' numbers by rising offset. */
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

/** Takes bytes off the front of a stream of chunks. */
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

/** One pass over an archive that several files are picked from, by rising offset. */
class Pass {
  private readonly source: AsyncGenerator<Buffer>;
  private chunk: Buffer = Buffer.alloc(0);
  /** Offset of `chunk`. */
  private start = 0;

  constructor(source: AsyncGenerator<Buffer>) {
    this.source = source;
  }

  /** The bytes from `offset` to `end`; the chunk around them is kept for the file that follows. */
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
