import { contentFrom } from "../../image/content-from.js";
import type { Image } from "../../image/image.js";
import type { EntryId, EntryTable } from "../../tree/columns/entry-table.js";

/** The content of a file from some byte on, as far as somebody reads. What is read too far can be given back. */
export class FileStream {
  /** Offset of the next byte. */
  position: number;
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #stop = new AbortController();
  #returned: Buffer | null = null;

  constructor(image: Image, entries: EntryTable, row: EntryId, from: number) {
    this.position = from;
    const content = contentFrom(entries.content(row), from);
    this.#chunks = image.layers[entries.layer(row)].open(content, this.#stop.signal)[Symbol.asyncIterator]();
  }

  /** The next bytes; `null` at the end. @throws what reading the layer throws. */
  async next(): Promise<Buffer | null> {
    const returned = this.#returned;
    this.#returned = null;
    const bytes = returned ?? (await this.#read());
    if (bytes !== null) this.position += bytes.length;
    return bytes;
  }

  /** Gives back the last bytes of what `next` gave. */
  giveBack(bytes: Buffer): void {
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
