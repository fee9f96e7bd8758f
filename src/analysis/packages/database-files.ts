import type { FileBytes } from "../../image/entry.js";
import type { Image } from "../../image/image.js";
import { escapePath } from "../../text/escape.js";
import type { EntryId } from "../../tree/columns/entry-table.js";
import type { FileTree, Node } from "../../tree/file-tree.js";
import type { CollectedFiles, Modules, Taker } from "./collected-files.js";
import type { FoundPackages } from "./found-packages.js";
import { type FileNames, type PackageFileKind, packageFileKind } from "./package-file-kind.js";

/** An image, its tree, and the files that were collected while its layers were read. */
export interface PackageSource {
  readonly image: Image;
  readonly tree: FileTree;
  readonly collected: CollectedFiles;
  readonly signal?: AbortSignal | undefined;
}

/** Limits for one database file, and for all of them. A file beyond a limit is skipped with a warning. */
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_BYTES_IN_ALL = 512 * 1024 * 1024;

/** Reads files of the final filesystem. */
export class DatabaseFiles {
  readonly tree: FileTree;
  readonly #image: Image;
  readonly #found: FoundPackages;
  readonly #collected: CollectedFiles;
  readonly #signal: AbortSignal | undefined;
  /** The files of the final filesystem that describe packages by their names, in the order of nodes. */
  readonly describing: ReadonlyMap<Node, PackageFileKind>;
  #left = MOST_BYTES_IN_ALL;

  constructor({ image, tree, collected, signal }: PackageSource, found: FoundPackages) {
    this.#image = image;
    this.tree = tree;
    this.#found = found;
    this.#collected = collected;
    this.#signal = signal;
    this.describing = new Map(this.#describing());
  }

  /**
   * Reads all files that describe packages by their names, each layer in one pass. Files that were collected
   * while the layers were read are not read again.
   * @throws LayerxError if a layer cannot be read; the signal's reason when aborted.
   */
  async collect(): Promise<void> {
    const { entries } = this.tree;
    for (const [index, rows] of this.#byLayer([...this.describing.keys()], () => true)) {
      const layer = this.#image.layers[index];
      const files: FileBytes[] = [];
      const takers: Taker[] = [];
      for (const [row, [node]] of rows) {
        const kind = this.describing.get(node);
        const file = entries.content(row);
        const take = kind === undefined ? null : this.#collected.takerFor(kind, layer, file);
        if (take === null) continue;
        files.push(file);
        takers.push(take);
      }
      for await (const { index, content } of layer.contents(files, this.#signal)) {
        for await (const chunk of content) if (!takers[index](chunk)) break;
      }
    }
  }

  /** Returns true if a node is a regular file in the final filesystem. */
  isFile(node: Node): boolean {
    return this.#content(node) >= 0;
  }

  /**
   * Calls `take` with the content of each file as text in which each char is one byte, in the order of the
   * archives. Folders, empty files and missing files are skipped.
   * @throws LayerxError if a layer cannot be read; the signal's reason when aborted.
   */
  async each(nodes: readonly Node[], take: (node: Node, text: string) => void): Promise<void> {
    for (const [index, rows] of this.#byLayer(nodes, (node, bytes) => this.#fits(node, bytes))) {
      for await (const { row, content } of this.#contents(index, [...rows.keys()])) {
        const text = content.toString("latin1");
        for (const node of rows.get(row) ?? []) take(node, text);
      }
    }
  }

  /**
   * Returns the content of one file of up to `most` bytes; `null` if it is missing, empty or bigger. A bigger
   * file is a warning.
   */
  async bytes(node: Node, most: number): Promise<Buffer | null> {
    if (this.size(node) === 0) return null;
    if (this.size(node) > most) {
      this.#warnTooBig(node);
      return null;
    }
    const row = this.#content(node);
    for await (const { content } of this.#contents(this.tree.entries.layer(row), [row])) return content;
    return null;
  }

  /** Returns the Go modules in a program, which `collect` has read; `null` if it was not read. */
  modules(node: Node): Modules | null {
    const { entries } = this.tree;
    const row = this.#content(node);
    return this.#collected.modules(this.#image.layers[entries.layer(row)], entries.content(row));
  }

  /** Returns the size of a file in the final filesystem in bytes; 0 if there is none. */
  size(node: Node): number {
    const row = this.#content(node);
    return row < 0 ? 0 : this.tree.entries.bytes(row);
  }

  /** Returns the content of one file; `""` if it is missing. */
  async one(node: Node): Promise<string> {
    let content = "";
    await this.each([node], (_, text) => {
      content = text;
    });
    return content;
  }

  *#describing(): Generator<[Node, PackageFileKind]> {
    const { entries, rootfs, size } = this.tree;
    const names = new NodeNames(this.tree);
    for (let node = 1; node < size; node++) {
      const row = rootfs[node];
      if (row < 0 || entries.type(row) === "dir") continue;
      const kind = packageFileKind(names.of(node), { bytes: entries.bytes(row), mode: entries.mode(row) });
      if (kind !== null && this.isFile(node)) yield [node, kind];
    }
  }

  /** Yields the contents of files of one layer. Those that were not collected are read in one pass. */
  async *#contents(
    index: number,
    rows: readonly EntryId[],
  ): AsyncGenerator<{ readonly row: EntryId; readonly content: Buffer }> {
    const { entries } = this.tree;
    const layer = this.#image.layers[index];
    const rest: EntryId[] = [];
    for (const row of rows) {
      const content = this.#collected.text(layer, entries.content(row));
      if (content === null) rest.push(row);
      else yield { row, content };
    }
    const files = rest.map((row) => entries.content(row));
    for await (const { index, content } of layer.contents(files, this.#signal)) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of content) chunks.push(chunk);
      yield { row: rest[index], content: Buffer.concat(chunks) };
    }
  }

  /** Returns, for each layer, the rows with contents and the nodes of each row. */
  #byLayer(
    nodes: readonly Node[],
    fits: (node: Node, bytes: number) => boolean,
  ): Map<number, Map<EntryId, Node[]>> {
    const { entries } = this.tree;
    const layers = new Map<number, Map<EntryId, Node[]>>();
    for (const node of nodes) {
      const row = this.#content(node);
      if (row < 0 || entries.bytes(row) === 0) continue;
      const rows = layers.get(entries.layer(row)) ?? new Map<EntryId, Node[]>();
      layers.set(entries.layer(row), rows);
      const same = rows.get(row);
      if (same !== undefined) same.push(node);
      else if (fits(node, entries.bytes(row))) rows.set(row, [node]);
    }
    return layers;
  }

  #fits(node: Node, bytes: number): boolean {
    if (bytes <= MOST_BYTES && bytes <= this.#left) {
      this.#left -= bytes;
      return true;
    }
    this.#warnTooBig(node);
    return false;
  }

  #warnTooBig(node: Node): void {
    const path = escapePath(this.tree.path(node));
    this.#found.warn("packages-too-big", `${path} is too big for a database of packages; it was not read`);
  }

  #content(node: Node): EntryId {
    if (node < 0) return -1;
    const row = this.tree.rootfs[node];
    const inode = row < 0 ? -1 : this.tree.entries.inode[row];
    return inode >= 0 && this.tree.entries.isFile(inode) ? inode : -1;
  }
}

/** The names of a node and of the folders above it. */
class NodeNames implements FileNames {
  name = "";
  readonly #tree: FileTree;
  #node: Node = 0;

  constructor(tree: FileTree) {
    this.#tree = tree;
  }

  /** Returns this object, for another node. */
  of(node: Node): FileNames {
    this.#node = node;
    this.name = this.#tree.name(node);
    return this;
  }

  readonly folder = (level: number): string => {
    let folder = this.#node;
    for (let up = 0; up < level && folder > 0; up++) folder = this.#tree.parent(folder);
    return folder > 0 ? this.#tree.name(folder) : "";
  };
}

/** Yields the lines of a text without their line ends. */
export function* linesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf("\n", at);
    const to = end < 0 ? text.length : end;
    yield text.slice(at, to > at && text[to - 1] === "\r" ? to - 1 : to);
    at = to + 1;
  }
}
