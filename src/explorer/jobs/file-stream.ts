import type { FileBytes } from "../../image/entry.js";
import type { Image } from "../../image/image.js";
import type { EntryId, EntryTable } from "../../tree/columns/entry-table.js";

/** Reads the content of a file from an offset on. Bytes that were read can be put back. */
export class FileStream {
  /** The offset of the next byte. */
  position: number;
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #stop = new AbortController();
  #returned: Buffer | null = null;

  constructor(image: Image, entries: EntryTable, row: EntryId, from: number) {
    this.position = from;
    const content = contentFrom(entries.content(row), from);
    this.#chunks = image.layers[entries.layer(row)].open(content, this.#stop.signal)[Symbol.asyncIterator]();
  }

  /**
   * Returns the next bytes; `null` at the end.
   * @throws as reading the layer.
   */
  async next(): Promise<Buffer | null> {
    const returned = this.#returned;
    this.#returned = null;
    const bytes = returned ?? (await this.#read());
    if (bytes !== null) this.position += bytes.length;
    return bytes;
  }

  /** Puts back the last bytes that `next` returned. */
  putBack(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#returned = bytes;
    this.position -= bytes.length;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#chunks.return?.();
  }

  async #read(): Promise<Buffer | null> {
    const { done, value } = await this.#chunks.next();
    return done === true ? null : Buffer.from(value.buffer, value.byteOffset, value.length);
  }
}

/** Returns the place of a file's content from an offset on. In a seekable archive, reading begins there. */
export function contentFrom({ offset, size, stored, sparse }: FileBytes, from: number): FileBytes {
  if (sparse === null) return { offset: offset + from, size: size - from, stored: stored - from, sparse };
  let skipped = 0;
  const chunks = sparse.flatMap((chunk) => {
    const cut = Math.min(Math.max(from - chunk.offset, 0), chunk.length);
    skipped += cut;
    if (cut === chunk.length && chunk.offset < from) return [];
    return [{ offset: chunk.offset + cut - from, length: chunk.length - cut }];
  });
  return { offset: offset + skipped, size: size - from, stored: stored - skipped, sparse: chunks };
}
