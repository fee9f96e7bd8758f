import { grow } from "./columns.js";
import type { FileTree } from "./file-tree.js";

/** The bytes of all names, by node: what a search over all paths runs through. Copied out of the tree bit by bit. */
export class Names {
  readonly #tree: FileTree;
  #bytes = new Uint8Array(1 << 16);
  /** Where the name of each node begins in the bytes; the next one's beginning is its end. */
  readonly #start: Uint32Array;
  #copied = 0;

  constructor(tree: FileTree) {
    this.#tree = tree;
    this.#start = new Uint32Array(tree.size + 1);
  }

  /** Copies the next names, at most `limit` of them. @returns true when all are there. */
  copySome(limit: number): boolean {
    const to = Math.min(this.#copied + limit, this.#tree.size);
    let at = this.#start[this.#copied];
    for (let node = this.#copied; node < to; node++) {
      const name = this.#tree.name(node);
      this.#bytes = grow(this.#bytes, at + name.length);
      for (let i = 0; i < name.length; i++) this.#bytes[at++] = name.charCodeAt(i);
      this.#start[node + 1] = at;
    }
    this.#copied = to;
    return to === this.#tree.size;
  }

  /** All of them; copies what is still missing. */
  columns(): { readonly bytes: Uint8Array; readonly start: Uint32Array } {
    this.copySome(this.#tree.size);
    return { bytes: this.#bytes, start: this.#start };
  }
}
