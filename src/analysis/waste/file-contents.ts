import type { Layer } from "../../image/layer.js";
import { Pauses } from "../../pauses.js";
import type { EntryId } from "../../tree/columns/entry-table.js";
import type { FileTree } from "../../tree/file-tree.js";
import { sideBySide } from "../../tree/side-by-side.js";

/** Files of this many bytes. */
type Size = number;

/**
 * Content of regular files, compared by digests: files are requested first, then read in one pass per layer, two layers at a time.
 * Files of one size are compared by SHA-256; where one of them is sparse, by what is stored of them: a hole costs nothing.
 */
export class Contents {
  readonly #tree: FileTree;
  readonly #layers: readonly Layer[];
  readonly #digests = new Map<EntryId, string>();
  readonly #wanted = new Set<EntryId>();
  readonly #sparseSizes = new Set<Size>();

  constructor(tree: FileTree, layers: readonly Layer[]) {
    this.#tree = tree;
    this.#layers = layers;
  }

  /** Will compare these. */
  want(rows: Iterable<EntryId>): void {
    const { entries } = this.#tree;
    for (const row of rows) {
      this.#wanted.add(row);
      if (entries.isSparse(row)) this.wantSparse([entries.bytes(row)]);
    }
  }

  /** The sizes of which a sparse file was requested. */
  get sparseSizes(): ReadonlySet<Size> {
    return this.#sparseSizes;
  }

  /** Will compare files of these sizes as sparse ones are compared. */
  wantSparse(sizes: Iterable<Size>): void {
    for (const size of sizes) this.#sparseSizes.add(size);
  }

  /**
   * Reads what was requested and is not known from reading the headers. Gives way to other work every few milliseconds.
   * @throws LayerxError where a layer cannot be read; the signal's reason when aborted.
   */
  async load(signal?: AbortSignal): Promise<void> {
    const dense = new Map<number, EntryId[]>();
    const sparse = new Map<number, EntryId[]>();
    const { entries } = this.#tree;
    const pauses = new Pauses();
    for (const row of this.#wanted) {
      if (pauses.due) await pauses.pause();
      const byMap = this.isByMap(row);
      const known = byMap ? null : entries.digest(row);
      if (known !== null) this.#digests.set(row, hex(known));
      if (this.#digests.get(row)?.startsWith(BY_MAP) === byMap) continue;
      const byLayer = byMap ? sparse : dense;
      const rows = byLayer.get(entries.layer(row));
      if (rows === undefined) byLayer.set(entries.layer(row), [row]);
      else rows.push(row);
    }
    const read = async ([layer, rows, byMap]: Reading, signal: AbortSignal) => {
      const files = rows.map((row) => entries.content(row));
      const of = this.#layers[layer];
      const digests = await (byMap ? of.mapDigests(files, signal) : of.digests(files, signal));
      for (const [i, row] of rows.entries()) {
        if (pauses.due) await pauses.pause();
        this.#digests.set(row, `${byMap ? BY_MAP : ""}${hex(digests[i])}`);
      }
    };
    const readings = (layers: Map<number, EntryId[]>, byMap: boolean) =>
      [...layers].map(([layer, rows]): Reading => [layer, rows, byMap]);
    await sideBySide([...readings(dense, false), ...readings(sparse, true)], read, { signal });
  }

  /** A digest of a row's content; the row was requested and its content is loaded. */
  digest(row: EntryId): string {
    const digest = this.#digests.get(row);
    if (digest === undefined) throw new RangeError(`content of entry ${row} was not loaded`);
    return digest;
  }

  /** True where that is no SHA-256, since a file of the row's size is sparse. */
  isByMap(row: EntryId): boolean {
    return this.#sparseSizes.has(this.#tree.entries.bytes(row));
  }
}

type Reading = readonly [layer: number, rows: readonly EntryId[], byMap: boolean];

const BY_MAP = "map:";

function hex(digest: Uint8Array): string {
  return Buffer.from(digest).toString("hex");
}
