import type { Layer } from "../image/layer.js";
import { Slices } from "../slices.js";
import type { EntryId } from "../tree/entry-table.js";
import type { FileTree } from "../tree/file-tree.js";
import { sideBySide } from "../tree/side-by-side.js";

/** Content of regular files, compared by SHA-256: asked for first, then read in one pass a layer, two layers at a time. */
export class Contents {
  readonly #tree: FileTree;
  readonly #layers: readonly Layer[];
  readonly #digests = new Map<EntryId, string>();
  readonly #wanted = new Set<EntryId>();

  constructor(tree: FileTree, layers: readonly Layer[]) {
    this.#tree = tree;
    this.#layers = layers;
  }

  /** Will compare these. */
  want(rows: Iterable<EntryId>): void {
    for (const row of rows) this.#wanted.add(row);
  }

  /**
   * Reads what was asked for and is not known from reading the headers. Gives way to other work every few milliseconds.
   * @throws LayerxError where a layer cannot be read; the signal's reason when aborted.
   */
  async load(signal?: AbortSignal): Promise<void> {
    const byLayer = new Map<number, EntryId[]>();
    const { entries } = this.#tree;
    const slices = new Slices();
    for (const row of this.#wanted) {
      if (slices.over) await slices.giveWay();
      if (this.#digests.has(row)) continue;
      const known = entries.digest(row);
      if (known !== null) {
        this.#digests.set(row, Buffer.from(known).toString("hex"));
        continue;
      }
      const rows = byLayer.get(entries.layer(row));
      if (rows === undefined) byLayer.set(entries.layer(row), [row]);
      else rows.push(row);
    }
    const read = async ([layer, rows]: readonly [number, EntryId[]], signal: AbortSignal) => {
      const digests = await this.#layers[layer].digests(
        rows.map((row) => entries.content(row)),
        signal,
      );
      for (const [i, row] of rows.entries()) {
        if (slices.over) await slices.giveWay();
        this.#digests.set(row, Buffer.from(digests[i]).toString("hex"));
      }
    };
    await sideBySide([...byLayer], read, { signal });
  }

  /** SHA-256 of a row's content in hex; the row was asked for and is loaded. */
  digest(row: EntryId): string {
    const digest = this.#digests.get(row);
    if (digest === undefined) throw new RangeError(`content of entry ${row} was not loaded`);
    return digest;
  }
}
