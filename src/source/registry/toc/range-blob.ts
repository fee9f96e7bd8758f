import type { Blob, ChunkRange } from "../../blob.js";
import type { RegistryClient } from "../registry-client.js";
import { getRange } from "./toc-ranges.js";

/** The size of the pieces in bytes, which limits the memory for a file of any size. */
const PIECE_BYTES = 8 * 1024 * 1024;

/** A part of a blob in a registry as a blob of its own. It is read in pieces, each by a range request. */
export class RangeBlob implements Blob {
  readonly key: string;
  readonly size: number;
  readonly available: number;
  readonly seekable = null;
  private readonly client: RegistryClient;
  private readonly digest: string;
  private readonly from: number;
  /** Decompressors read the beginning twice. */
  private first: Buffer | null = null;

  constructor(client: RegistryClient, { digest, from, to }: { digest: string; from: number; to: number }) {
    this.client = client;
    this.digest = digest;
    this.from = from;
    this.size = to - from;
    this.available = this.size;
    this.key = `${digest}:${from}`;
  }

  async *chunks({ from = 0, to = this.size, signal }: ChunkRange): AsyncGenerator<Buffer> {
    const end = Math.min(to, this.size);
    for (let at = from; at < end; ) {
      const start = at - (at % PIECE_BYTES);
      const piece = await this.piece(start, signal);
      const stop = Math.min(end, start + piece.length);
      yield piece.subarray(at - start, stop - start);
      at = stop;
    }
  }

  private async piece(start: number, signal: AbortSignal | undefined): Promise<Buffer> {
    if (start === 0 && this.first !== null) return this.first;
    const to = Math.min(start + PIECE_BYTES, this.size);
    const piece = await getRange(
      this.client,
      this.digest,
      { from: this.from + start, to: this.from + to },
      signal,
    );
    if (start === 0) this.first = piece;
    return piece;
  }
}
