import type { Image } from "../../image/image.js";
import { escapePath } from "../../text/escape.js";
import type { EntryId } from "../../tree/columns/entry-table.js";
import type { FileTree, Node } from "../../tree/file-tree.js";
import type { FoundPackages } from "./found-packages.js";

/** Limits for one database file, and for all of them. A file beyond a limit is skipped with a warning. */
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_BYTES_IN_ALL = 512 * 1024 * 1024;

/** Reads files of the final filesystem, each layer in one pass. */
export class DatabaseFiles {
  readonly tree: FileTree;
  readonly #image: Image;
  readonly #found: FoundPackages;
  readonly #signal: AbortSignal | undefined;
  #left = MOST_BYTES_IN_ALL;

  constructor(image: Image, tree: FileTree, found: FoundPackages, signal?: AbortSignal) {
    this.#image = image;
    this.tree = tree;
    this.#found = found;
    this.#signal = signal;
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
    for (const [layer, rows] of this.#byLayer(nodes, (node, bytes) => this.#fits(node, bytes))) {
      const files = [...rows.keys()];
      const contents = files.map((row) => this.tree.entries.content(row));
      for await (const { index, content } of this.#image.layers[layer].contents(contents, this.#signal)) {
        const chunks: Uint8Array[] = [];
        for await (const chunk of content) chunks.push(chunk);
        const text = Buffer.concat(chunks).toString("latin1");
        for (const node of rows.get(files[index]) ?? []) take(node, text);
      }
    }
  }

  /**
   * Calls `take` with the content of each file as a stream, whatever its size. `take` may stop reading.
   * @throws as `each`
   */
  async stream(
    nodes: readonly Node[],
    take: (node: Node, content: AsyncIterable<Uint8Array>) => Promise<void>,
  ): Promise<void> {
    for (const [layer, rows] of this.#byLayer(nodes, () => true)) {
      const files = [...rows.keys()];
      const contents = files.map((row) => this.tree.entries.content(row));
      for await (const { index, content } of this.#image.layers[layer].contents(contents, this.#signal)) {
        const [node] = rows.get(files[index]) ?? [];
        if (node !== undefined) await take(node, content);
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
    const chunks: Uint8Array[] = [];
    await this.stream([node], async (_, content) => {
      for await (const chunk of content) chunks.push(chunk);
    });
    return Buffer.concat(chunks);
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

/** Yields the lines of a text without their line ends. */
export function* linesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf("\n", at);
    const to = end < 0 ? text.length : end;
    yield text.slice(at, to > at && text[to - 1] === "\r" ? to - 1 : to);
    at = to + 1;
  }
}
