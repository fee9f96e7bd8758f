import { addToGroup } from "../../groups.js";
import { Pauses } from "../../pauses.js";
import type { EntryId } from "../../tree/columns/entry-table.js";
import { Contents } from "../waste/file-contents.js";
import type { Side } from "./side.js";

const SMALL_BYTES = 256 * 1024;
const BATCH_BYTES = 1024 * 1024;
const MOST_LAYERS = 1 << 16;

/**
 * Compares contents of files of two images. Files at one place of one layer are the same without reading. If
 * digests are known from reading the headers, those are compared. All other files are read.
 */
export class SameBytes {
  readonly #a: Side;
  readonly #b: Side;
  readonly #contentsA: Contents;
  readonly #contentsB: Contents;
  /** The diff IDs of the layers of each image. */
  readonly #diffIds: { readonly a: readonly (string | null)[]; readonly b: readonly (string | null)[] };

  constructor(a: Side, b: Side) {
    this.#a = a;
    this.#b = b;
    this.#contentsA = new Contents(a.tree, a.image.layers);
    this.#contentsB = new Contents(b.tree, b.image.layers);
    const diffIds = ({ image }: Side) => image.layers.map(({ diffId }) => diffId);
    this.#diffIds = { a: diffIds(a), b: diffIds(b) };
  }

  /**
   * Returns the result if it is known without reading; `null` if the contents must be read. Both files have
   * the same size.
   */
  known(rowA: EntryId, rowB: EntryId): boolean | null {
    const a = this.#a.tree.entries;
    const b = this.#b.tree.entries;
    const diffId = this.#diffIds.a[a.layer(rowA)];
    const isShared = diffId !== null && diffId === this.#diffIds.b[b.layer(rowB)];
    if (isShared && a.content(rowA).offset === b.content(rowB).offset) return true;
    const digestA = a.digest(rowA);
    const digestB = b.digest(rowB);
    return digestA === null || digestB === null ? null : Buffer.compare(digestA, digestB) === 0;
  }

  /**
   * Compares pairs of files of equal size: small files byte by byte, big files by digest.
   * @returns 1 for each pair whose contents differ.
   * @throws LayerxError if a layer cannot be read; the signal's reason when aborted.
   */
  async differing(
    rowsA: readonly EntryId[],
    rowsB: readonly EntryId[],
    signal?: AbortSignal,
  ): Promise<Uint8Array> {
    const out = new Uint8Array(rowsA.length);
    const [a, b] = [this.#a.tree.entries, this.#b.tree.entries];
    const isSmall = (i: number) =>
      a.bytes(rowsA[i]) <= SMALL_BYTES &&
      a.digest(rowsA[i]) === null &&
      b.digest(rowsB[i]) === null &&
      !a.isSparse(rowsA[i]) &&
      !b.isSparse(rowsB[i]);
    const layers = new Map<number, number[]>();
    const big: number[] = [];
    for (let i = 0; i < rowsA.length; i++) {
      if (!isSmall(i)) {
        big.push(i);
        continue;
      }
      const key = a.layer(rowsA[i]) * MOST_LAYERS + b.layer(rowsB[i]);
      addToGroup(layers, key, i);
    }
    this.want(
      big.map((i) => rowsA[i]),
      big.map((i) => rowsB[i]),
    );
    await this.load(signal);
    for (const i of big) out[i] = Number(this.digestA(rowsA[i]) !== this.digestB(rowsB[i]));
    const pauses = new Pauses();
    for (const pairs of layers.values()) {
      for (const batch of this.#batches(pairs, rowsA)) {
        if (pauses.due) await pauses.pause();
        const left = await this.#read(this.#a, batch, rowsA, signal);
        const right = await this.#read(this.#b, batch, rowsB, signal);
        for (const [at, i] of batch.entries()) out[i] = Number(Buffer.compare(left[at], right[at]) !== 0);
      }
    }
    return out;
  }

  /** Returns pairs in the order of the first image's archive, in batches of a limited number of bytes. */
  *#batches(pairs: readonly number[], rowsA: readonly EntryId[]): Generator<number[]> {
    const { entries } = this.#a.tree;
    // Rows of one layer have the order of its archive.
    const sorted = [...pairs].sort((x, y) => rowsA[x] - rowsA[y]);
    let batch: number[] = [];
    let bytes = 0;
    for (const i of sorted) {
      if (batch.length > 0 && bytes + entries.bytes(rowsA[i]) > BATCH_BYTES) {
        yield batch;
        batch = [];
        bytes = 0;
      }
      batch.push(i);
      bytes += entries.bytes(rowsA[i]);
    }
    if (batch.length > 0) yield batch;
  }

  /** Returns the contents of the rows of one layer, in the order of the batch. */
  async #read(side: Side, batch: readonly number[], rows: readonly EntryId[], signal?: AbortSignal) {
    const { entries } = side.tree;
    // Names of one file in this image may be separate files in the other image, so a row may occur twice.
    const distinct = [...new Set(batch.map((i) => rows[i]))];
    const layer = side.image.layers[entries.layer(distinct[0])];
    const contents = await layer.readAll(
      distinct.map((row) => entries.content(row)),
      signal,
    );
    if (distinct.length === batch.length) return contents;
    const places = new Map(distinct.map((row, at) => [row, at]));
    return batch.map((i) => contents[Number(places.get(rows[i]))]);
  }

  /** Requests the digests of these rows. */
  want(rowsA: Iterable<EntryId>, rowsB: Iterable<EntryId>): void {
    this.#contentsA.want(rowsA);
    this.#contentsB.want(rowsB);
  }

  /**
   * Reads the requested contents, each layer in one pass.
   * @throws LayerxError if a layer cannot be read; the signal's reason when aborted.
   */
  async load(signal?: AbortSignal): Promise<void> {
    this.#contentsA.wantSparse(this.#contentsB.sparseSizes);
    this.#contentsB.wantSparse(this.#contentsA.sparseSizes);
    await this.#contentsA.load(signal);
    await this.#contentsB.load(signal);
  }

  /** Returns a digest of a file's content. The file was requested and `load` was called before. */
  digestA(row: EntryId): string {
    return this.#contentsA.digest(row);
  }

  digestB(row: EntryId): string {
    return this.#contentsB.digest(row);
  }
}
