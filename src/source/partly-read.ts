import type { Blob, ChunkRange } from "./blob.js";

/** The number of last bytes of a blob that are kept after they were read. */
const TAIL_BYTES = 64;

/**
 * A blob that can only be streamed, after its stream was begun: its first bytes are known, and the first read
 * from the start continues the same stream. So nothing is requested twice. `close` ends a stream that is not
 * read.
 */
export class BegunBlob implements Blob {
  readonly key: string;
  readonly size: number;
  readonly available: number;
  readonly seekable = null;
  /** The first bytes: `headBytes` of them, or all bytes of a shorter blob. */
  readonly head: Buffer;
  private readonly blob: Blob;
  private readonly headChunks: readonly Buffer[];
  /** True if the head is the whole blob. */
  private readonly whole: boolean;
  private rest: AsyncIterator<Buffer> | null;
  private last: Buffer = Buffer.alloc(0);

  private constructor(
    blob: Blob,
    {
      headChunks,
      whole,
      rest,
    }: { headChunks: readonly Buffer[]; whole: boolean; rest: AsyncIterator<Buffer> },
  ) {
    this.key = blob.key;
    this.size = blob.size;
    this.available = blob.available;
    this.blob = blob;
    this.headChunks = headChunks;
    this.whole = whole;
    this.head = Buffer.concat(headChunks);
    this.rest = rest;
  }

  static async of(
    blob: Blob,
    { headBytes, signal }: { headBytes: number; signal?: AbortSignal },
  ): Promise<BegunBlob> {
    const chunks = blob.chunks({ signal })[Symbol.asyncIterator]();
    const headChunks: Buffer[] = [];
    let whole = false;
    for (let bytes = 0; bytes < headBytes && !whole; ) {
      const next = await chunks.next();
      whole = next.done === true;
      if (next.done) break;
      headChunks.push(next.value);
      bytes += next.value.length;
    }
    return new BegunBlob(blob, { headChunks, whole, rest: chunks });
  }

  /**
   * Returns the last bytes that were read of the blob, at most 64; after the blob was read to its end, its
   * last bytes.
   */
  get tail(): Buffer {
    return this.last;
  }

  async *chunks(range: ChunkRange): AsyncGenerator<Buffer> {
    const { from = 0, to = Number.POSITIVE_INFINITY } = range;
    if (to <= this.head.length || (this.whole && to < Number.POSITIVE_INFINITY)) {
      yield this.head.subarray(from, to);
    } else if (from === 0 && to === Number.POSITIVE_INFINITY && this.rest !== null) {
      yield* this.begun(this.rest, range.signal);
    } else {
      yield* this.blob.chunks(range);
    }
  }

  async close(): Promise<void> {
    const { rest } = this;
    this.rest = null;
    await rest?.return?.();
  }

  private async *begun(rest: AsyncIterator<Buffer>, signal?: AbortSignal): AsyncGenerator<Buffer> {
    this.rest = null;
    try {
      for (const chunk of this.headChunks) yield this.keepTail(chunk);
      for (let next = await rest.next(); !next.done; next = await rest.next()) {
        signal?.throwIfAborted();
        yield this.keepTail(next.value);
      }
    } finally {
      await rest.return?.();
    }
  }

  private keepTail(chunk: Buffer): Buffer {
    const tail = chunk.length < TAIL_BYTES ? Buffer.concat([this.last, chunk]) : chunk;
    this.last = tail.subarray(-TAIL_BYTES);
    return chunk;
  }
}
