import type { Image } from "../../image/image.js";
import { escapePath } from "../../text/escape.js";
import type { EntryId } from "../../tree/columns/entry-table.js";
import type { FileTree, Node } from "../../tree/file-tree.js";
import type { Found } from "./found.js";

/** Bytes of one file of a database, and of all. What is bigger is left out with a warning. */
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_BYTES_IN_ALL = 512 * 1024 * 1024;

/** Reads files of the final filesystem, a layer in one pass. */
export class DatabaseFiles {
  readonly tree: FileTree;
  readonly #image: Image;
  readonly #found: Found;
  readonly #signal: AbortSignal | undefined;
  #left = MOST_BYTES_IN_ALL;

  constructor(image: Image, tree: FileTree, found: Found, signal?: AbortSignal) {
    this.#image = image;
    this.tree = tree;
    this.#found = found;
    this.#signal = signal;
  }

  /** True for a node that is a file in the final filesystem. */
  isFile(node: Node): boolean {
    return this.#content(node) >= 0;
  }

  /**
   * Calls `take` with the content of each file, a char a byte, in the order of the layers' archives; folders, empty files
   * and files that are not there are passed over.
   * @throws LayerxError where a layer cannot be read; the signal's reason when aborted.
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
   * Calls `take` with each file's content as it comes by, to be read as far as it is wanted; whatever its size.
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

  /** The content of one file of up to `most` bytes. `null` if it is missing, empty or bigger, which is a warning. */
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

  /** Bytes of a file in the final filesystem; 0 if there is none. */
  size(node: Node): number {
    const row = this.#content(node);
    return row < 0 ? 0 : this.tree.entries.bytes(row);
  }

  /** The content of one file; `""` where it is not there. */
  async one(node: Node): Promise<string> {
    let content = "";
    await this.each([node], (_, text) => {
      content = text;
    });
    return content;
  }

  /** By layer the rows that hold contents, with the nodes that stand for each. */
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

/** The lines of a text without their ends, one at a time. */
export function* linesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf("\n", at);
    const to = end < 0 ? text.length : end;
    yield text.slice(at, to > at && text[to - 1] === "\r" ? to - 1 : to);
    at = to + 1;
  }
}
