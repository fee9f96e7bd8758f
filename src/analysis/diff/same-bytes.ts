import type { EntryId } from "../../tree/entry-table.js";
import { Contents } from "../contents.js";
import type { Side } from "./side.js";

/**
 * Whether files of two images have the same content: told without reading where both lie at one place of one layer,
 * or where reading the headers gave digests; else both are read.
 */
export class SameBytes {
  readonly #a: Side;
  readonly #b: Side;
  readonly #contentsA: Contents;
  readonly #contentsB: Contents;
  /** By layer of the first image, the layers of the second that have the same bytes. */
  readonly #sharedLayers: readonly ReadonlySet<number>[];

  constructor(a: Side, b: Side) {
    this.#a = a;
    this.#b = b;
    this.#contentsA = new Contents(a.tree, a.image.layers);
    this.#contentsB = new Contents(b.tree, b.image.layers);
    this.#sharedLayers = a.image.layers.map(
      ({ diffId }) =>
        new Set(
          b.image.layers
            .filter((layer) => diffId !== null && layer.diffId === diffId)
            .map(({ index }) => index),
        ),
    );
  }

  /** `null` where only reading can tell. The rows are of files of equal size. */
  known(rowA: EntryId, rowB: EntryId): boolean | null {
    const a = this.#a.tree.entries;
    const b = this.#b.tree.entries;
    if (
      this.#sharedLayers[a.layer(rowA)].has(b.layer(rowB)) &&
      a.content(rowA).offset === b.content(rowB).offset
    )
      return true;
    const digestA = a.digest(rowA);
    const digestB = b.digest(rowB);
    return digestA === null || digestB === null ? null : Buffer.compare(digestA, digestB) === 0;
  }

  /** Will ask for the digests of these. */
  want(rowsA: Iterable<EntryId>, rowsB: Iterable<EntryId>): void {
    this.#contentsA.want(rowsA);
    this.#contentsB.want(rowsB);
  }

  /** Reads what is wanted, in one pass a layer. @throws LayerxError where a layer cannot be read; the signal's reason when aborted. */
  async load(signal?: AbortSignal): Promise<void> {
    await this.#contentsA.load(signal);
    await this.#contentsB.load(signal);
  }

  /** SHA-256 in hex of a file's content, which was wanted and is loaded. */
  digestA(row: EntryId): string {
    return this.#contentsA.digest(row);
  }

  digestB(row: EntryId): string {
    return this.#contentsB.digest(row);
  }
}
