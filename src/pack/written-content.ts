import { fail } from "../errors.js";
import type { StreamHash } from "../hashing/late-hash.js";
import { BLOCK_BYTES } from "../hashing/thread-program.js";
import type { Layer } from "../image/layer.js";
import { firstIndex } from "../image/members/binary-search.js";
import type { FileRange } from "./image-sink.js";
import type { OutputFile } from "./output-file.js";
import type { StoredFile } from "./same-content.js";
import type { Batch } from "./write-archive.js";

/** A layer of the new image, as it was written. */
export interface WrittenContent {
  /** The layer of the source that it replaces. */
  readonly index: number;
  /** Where its bytes are in the archive of the image. They were compared with the source then. `null` if they were not. */
  readonly place: FileRange | null;
  /** The data from the source, by rising offset; `null` for a copied layer. */
  readonly data: readonly WrittenData[] | null;
}

/** Data of the source, and its offset in the archive of the new layer. It may be whole members with their headers. */
export interface WrittenData extends StoredFile {
  readonly offset: number;
}

/**
 * Yields batches. When a batch is written, it is read from the file again, and must have the same bytes: headers, and data
 * as it was read from the source. Now this is fast. Later the source must be read again too, and neither of them is in the
 * processor's cache.
 * @param hash gets the bytes of the file
 * @throws LayerxError `slim-differs`
 */
export async function* readBack(
  batches: AsyncIterable<Batch>,
  file: OutputFile,
  hash: Pick<StreamHash, "addFromFile">,
): AsyncGenerator<Batch> {
  const memory = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  for await (const batch of batches) {
    const start = file.bytes;
    yield batch;
    const expected = new Expected(batch);
    for (let at = start; at < file.bytes; ) {
      const written = memory.subarray(0, file.bytes - at);
      file.read(written, at);
      if (!expected.isNext(written))
        fail("slim-differs", { where: "the new image", what: "does not have the bytes that were written" });
      at += written.length;
    }
    hash.addFromFile(file.fd, { from: start, to: file.bytes });
  }
}

/** The bytes of a batch, which are compared from the first one to the last one. */
class Expected {
  readonly #batch: Batch;
  /** The next part, and the number of its bytes that were compared. */
  #part = 0;
  #done = 0;

  constructor(batch: Batch) {
    this.#batch = batch;
  }

  /** Returns true if the next bytes are these. */
  isNext(bytes: Buffer): boolean {
    for (let at = 0; at < bytes.length; ) {
      const part = this.#batch[this.#part];
      const end = Math.min(part.length, this.#done + bytes.length - at);
      if (bytes.compare(part, this.#done, end, at, at + end - this.#done) !== 0) return false;
      at += end - this.#done;
      this.#done = end < part.length ? end : 0;
      if (this.#done === 0) this.#part++;
    }
    return true;
  }
}

/** Yields each chunk of a layer that is copied as a batch. */
export async function* batchesOf(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Batch> {
  for await (const chunk of chunks) yield [chunk];
}

/** The contents of the new image that were compared with the source when they were written. */
export class ComparedContents {
  /** By layer of the new image: a layer of the source, or data by rising offset. */
  readonly #layers = new Map<number, number | readonly WrittenData[]>();

  /** Adds a copy of a layer of the source. */
  addCopy(layer: Layer, index: number): void {
    this.#layers.set(layer.index, index);
  }

  /** Adds a layer if the opened image has it where it was written. @returns true if it has */
  addWritten(layer: Layer, { index, place, data }: WrittenContent): boolean {
    if (place === null || layer.filePosition !== place.from || layer.storedSize !== place.to - place.from)
      return false;
    this.#layers.set(layer.index, data ?? index);
    return true;
  }

  /** Returns true if the data of a file of the new image was compared with this data of the source. */
  has(before: StoredFile, after: StoredFile): boolean {
    const layer = this.#layers.get(after.layer);
    if (layer === undefined) return false;
    if (typeof layer === "number") return layer === before.layer && before.data.offset === after.data.offset;
    const written = partWith(layer, after.data.offset);
    if (written === undefined || written.layer !== before.layer) return false;
    const start = before.data.offset - written.data.offset;
    const { stored } = before.data;
    return (
      stored === after.data.stored &&
      start === after.data.offset - written.offset &&
      start >= 0 &&
      start + stored <= written.data.stored
    );
  }
}

/** Returns the last part that begins at this offset or before. */
function partWith(sorted: readonly WrittenData[], offset: number): WrittenData | undefined {
  return sorted[firstIndex(sorted.length, (i) => sorted[i].offset > offset) - 1];
}
