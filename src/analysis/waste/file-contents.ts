import { addToGroup } from "../../groups.js";
import type { Layer } from "../../image/layer.js";
import { Pauses } from "../../pauses.js";
import type { EntryId } from "../../tree/columns/entry-table.js";
import type { FileTree } from "../../tree/file-tree.js";
import { sideBySide } from "../../tree/side-by-side.js";

/** The size of a file in bytes. */
type Size = number;

/**
 * Compares contents of regular files by digests. Files are requested first, then read, each layer in one
 * pass, two layers at a time. Files of one size are compared by SHA-256. If one of them is sparse, they are
 * compared by their stored parts, so that holes take no time.
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

  /** Requests the contents of these rows. */
  want(rows: Iterable<EntryId>): void {
    const { entries } = this.#tree;
    for (const row of rows) {
      this.#wanted.add(row);
      if (entries.isSparse(row)) this.wantSparse([entries.bytes(row)]);
    }
  }

  /** Returns the sizes for which a sparse file was requested. */
  get sparseSizes(): ReadonlySet<Size> {
    return this.#sparseSizes;
  }

  /** Requests that files of these sizes are compared as sparse files. */
  wantSparse(sizes: Iterable<Size>): void {
    for (const size of sizes) this.#sparseSizes.add(size);
  }

  /**
   * Reads the requested contents whose digests are not known from reading the headers. Pauses every few
   * milliseconds for other work.
   * @throws LayerxError if a layer cannot be read; the signal's reason when aborted.
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
      addToGroup(byLayer, entries.layer(row), row);
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

  /** Returns a digest of a row's content. The row was requested and `load` was called before. */
  digest(row: EntryId): string {
    const digest = this.#digests.get(row);
    if (digest === undefined) throw new RangeError(`content of entry ${row} was not loaded`);
    return digest;
  }

  /** Returns true if this digest is not SHA-256, because a file of the row's size is sparse. */
  isByMap(row: EntryId): boolean {
    return this.#sparseSizes.has(this.#tree.entries.bytes(row));
  }
}

type Reading = readonly [layer: number, rows: readonly EntryId[], byMap: boolean];

const BY_MAP = "map:";

function hex(digest: Uint8Array): string {
  return Buffer.from(digest).toString("hex");
}
