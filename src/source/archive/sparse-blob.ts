import type { FileBytes, SparseChunk } from "../../image/entry.js";
import { firstIndex } from "../../image/members/binary-search.js";
import { type Blob, type ChunkRange, type SeekableBlob, seekableChunks } from "../blob.js";

/** A member of an archive that is stored with holes. Its holes are read as zeros. */
export class SparseBlob implements Blob, SeekableBlob {
  readonly key: string;
  readonly size: number;
  readonly available: number;
  readonly seekable: SeekableBlob = this;
  private readonly stored: SeekableBlob;
  private readonly map: readonly SparseChunk[];
  /** For each chunk with data, its offset in the stored bytes. */
  private readonly starts: Float64Array;

  /** @param stored the stored bytes in the archive. */
  constructor(stored: SeekableBlob & { readonly key: string }, { size, sparse }: FileBytes) {
    this.key = stored.key;
    this.size = size;
    this.stored = stored;
    this.map = sparse ?? [];
    this.starts = new Float64Array(this.map.length);
    let start = 0;
    for (const [i, { length }] of this.map.entries()) {
      this.starts[i] = start;
      start += length;
    }
    this.available = stored.available < start ? this.reaching(stored.available) : size;
  }

  readAt(target: Buffer, position: number): number {
    const length = Math.max(0, Math.min(target.length, this.available - position));
    target.fill(0, 0, length);
    const end = position + length;
    for (let i = this.firstEndingBehind(position); i < this.map.length && this.map[i].offset < end; i++) {
      const { offset, length: bytes } = this.map[i];
      const from = Math.max(offset, position);
      const to = Math.min(offset + bytes, end);
      if (to > from)
        this.stored.readAt(target.subarray(from - position, to - position), this.starts[i] + from - offset);
    }
    return length;
  }

  chunks(range: ChunkRange): AsyncGenerator<Buffer> {
    return seekableChunks(this, range);
  }

  /** Returns the bytes of the file up to the end of the stored bytes: the archive is truncated there. */
  private reaching(storedBytes: number): number {
    const i = this.map.findIndex(({ length }, at) => this.starts[at] + length > storedBytes);
    return this.map[i].offset + storedBytes - this.starts[i];
  }

  /** Returns the first chunk that ends after a position. */
  private firstEndingBehind(position: number): number {
    return firstIndex(this.map.length, (i) => this.map[i].offset + this.map[i].length > position);
  }
}
