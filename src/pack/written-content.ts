import { fail } from "../errors.js";
import type { StreamHash } from "../hash-thread.js";
import type { Layer } from "../image/layer.js";
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
  /** Its files with content; `null` for a copied layer. */
  readonly files: readonly WrittenFile[] | null;
}

/** A file of the source, and the offset of its data in the archive of the new layer. */
export interface WrittenFile extends StoredFile {
  readonly offset: number;
}

/**
 * Yields the bytes of batches. When a batch is written, it is read from the file again: its data must be the data that was
 * read from the source. Now this is fast. Later the source must be read again too, and neither of them is in the
 * processor's cache.
 * @param hash gets the bytes of the file
 * @throws LayerxError `slim-differs`
 */
export async function* readBack(
  batches: AsyncIterable<Batch>,
  file: OutputFile,
  hash: Pick<StreamHash, "fill">,
): AsyncGenerator<Uint8Array> {
  for await (const { bytes, data } of batches) {
    const position = file.bytes;
    yield bytes;
    for (let at = 0; at < bytes.length; ) {
      at += hash.fill(bytes.length - at, (written) => {
        file.read(written, position + at);
        if (!data.every((piece) => isThere(piece, written, at)))
          fail("slim-differs", { where: "the new image", what: "does not have the bytes that were written" });
      });
    }
  }
}

/** Returns true if the bytes `written`, which begin at `start` of the batch, have their part of a piece. */
function isThere({ at, bytes }: Batch["data"][number], written: Buffer, start: number): boolean {
  const from = Math.max(at, start);
  const to = Math.min(at + bytes.length, start + written.length);
  return from >= to || written.compare(bytes, from - at, to - at, from - start, to - start) === 0;
}

/** Yields the chunks of a layer that is copied as batches. */
export async function* batchesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Batch> {
  for await (const bytes of chunks) yield { bytes, data: [{ at: 0, bytes }] };
}

/** The contents of the new image that were compared with the source when they were written. */
export class ComparedContents {
  /** By layer of the new image: a layer of the source, or files by the offset of their data. */
  readonly #layers = new Map<number, number | ReadonlyMap<number, WrittenFile>>();

  /** Adds a copy of a layer of the source. */
  addCopy(layer: Layer, index: number): void {
    this.#layers.set(layer.index, index);
  }

  /** Adds a layer if the opened image has it where it was written. @returns true if it has */
  addWritten(layer: Layer, { index, place, files }: WrittenContent): boolean {
    if (place === null || layer.filePosition !== place.from || layer.storedSize !== place.to - place.from)
      return false;
    if (files === null) {
      this.addCopy(layer, index);
      return true;
    }
    const byOffset = new Map<number, WrittenFile>();
    for (const file of files) byOffset.set(file.offset, file);
    this.#layers.set(layer.index, byOffset);
    return true;
  }

  /** Returns true if the data of a file of the new image was compared with this data of the source. */
  has(before: StoredFile, after: StoredFile): boolean {
    const layer = this.#layers.get(after.layer);
    if (layer === undefined) return false;
    if (typeof layer === "number") return layer === before.layer && before.data.offset === after.data.offset;
    const file = layer.get(after.data.offset);
    return (
      file !== undefined &&
      file.layer === before.layer &&
      file.data.offset === before.data.offset &&
      file.data.stored === before.data.stored &&
      file.data.stored === after.data.stored
    );
  }
}
