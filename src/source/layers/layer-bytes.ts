import type { ScanOptions } from "../../image/layer.js";
import type { Blob, ChunkRange, ReadableCompression, SeekableBlob } from "../blob.js";
import { decompress, readable, sniff, sniffBlob } from "../compression/compression.js";
import { endsInFooter, isEstargz } from "../compression/estargz.js";
import { HEADER_BYTES } from "../compression/gzip.js";
import { BegunBlob } from "../partly-read.js";
import type { Tally } from "../tally.js";

export type PassOptions = Pick<ScanOptions, "onProgress" | "signal">;

export interface Range extends PassOptions, Pick<ChunkRange, "reuse"> {
  readonly from: number;
  readonly to: number;
}

const WHOLE = { from: 0, to: Number.POSITIVE_INFINITY, reuse: true };

/** One pass over a layer from its start, before its bytes are read. */
export interface Pass {
  readonly compression: ReadableCompression;
  /** True if the layer is known to end in the footer of eStargz. */
  readonly estargz: boolean;
  /** Returns the same after all bytes were read. */
  readonly endsInFooter: () => boolean;
  /** Yields the whole uncompressed archive. A chunk is valid until the next one is requested. */
  chunks(): AsyncGenerator<Buffer>;
}

/**
 * The uncompressed archive of a layer's stored blob. The first bytes of the blob decide how it is
 * decompressed.
 */
export class LayerBytes {
  readonly blob: Blob;
  private known: ReadableCompression | null = null;
  private readonly tally: Tally;
  private readonly where: string;

  /** @throws LayerxError `compression-unsupported`, if the first bytes are in memory. */
  constructor(blob: Blob, { tally, where }: { tally: Tally; where: string }) {
    this.blob = blob;
    this.tally = tally;
    this.where = where;
    if (blob.seekable !== null) this.known = readable(sniffBlob(blob.seekable), where);
    else this.known = blob.compression ?? null;
  }

  /** `null` until the first bytes of a streamed blob were read. */
  get compression(): ReadableCompression | null {
    return this.known;
  }

  /** Returns the archive for random access, if it is stored uncompressed in a seekable blob; else `null`. */
  get seekable(): SeekableBlob | null {
    return this.known === "none" ? this.blob.seekable : null;
  }

  /**
   * Starts to read the blob, so that its compression is known. The caller must read the chunks, or at least
   * begin and end reading.
   */
  async pass(options: PassOptions): Promise<Pass> {
    const { blob, compression, close } = await this.begin(options.signal);
    const { seekable } = blob;
    const estargz = compression === "gzip" && seekable !== null && isEstargz(seekable);
    return {
      compression,
      estargz,
      endsInFooter: () => estargz || (blob instanceof BegunBlob && endsInFooter(blob.tail)),
      chunks: () => this.closing(this.read(blob, compression, { ...WHOLE, ...options }), close),
    };
  }

  /**
   * Yields bytes of the uncompressed archive from `from` on; up to `to` if it is stored uncompressed, else up
   * to its end.
   */
  async *range(range: Range): AsyncGenerator<Buffer> {
    if (this.known === "none") {
      yield* this.read(this.blob, "none", range);
      return;
    }
    const { blob, compression, close } = await this.begin(range.signal);
    yield* this.closing(this.read(blob, compression, range), close);
  }

  private async begin(signal: AbortSignal | undefined) {
    const { blob, where } = this;
    if (blob.seekable !== null) {
      this.known ??= readable(sniffBlob(blob.seekable), where);
      return { blob, compression: this.known, close: async () => {} };
    }
    const begun = await BegunBlob.of(blob, { headBytes: HEADER_BYTES, signal });
    try {
      this.known ??= readable(sniff(begun.head), where);
    } catch (error) {
      await begun.close();
      throw error;
    }
    return { blob: begun, compression: this.known, close: () => begun.close() };
  }

  private async *read(
    blob: Blob,
    compression: ReadableCompression,
    { from, to, reuse, onProgress, signal }: Range,
  ): AsyncGenerator<Buffer> {
    let position = compression === "none" ? from : 0;
    if (compression === "none") {
      for await (const chunk of blob.chunks({ from, to, reuse, signal })) {
        position += chunk.length;
        onProgress?.(position);
        yield chunk;
        if (position < to) await new Promise<void>((resolve) => setImmediate(resolve));
      }
      return;
    }
    const tally = this.tally.part(`${blob.key} expanded`);
    for await (const chunk of decompress(blob, compression, { tally, onProgress, reuse, signal })) {
      const start = Math.max(0, from - position);
      position += chunk.length;
      if (start < chunk.length) yield start === 0 ? chunk : chunk.subarray(start);
    }
  }

  private async *closing(chunks: AsyncGenerator<Buffer>, close: () => Promise<void>): AsyncGenerator<Buffer> {
    try {
      yield* chunks;
    } finally {
      await close();
    }
  }
}
