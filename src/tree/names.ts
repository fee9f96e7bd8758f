import { grow } from "./columns.js";
import type { FileTree } from "./file-tree.js";

/**
 * The kind of each byte, a bit: a letter of either case has one of its own, digits share one, and so on. What has no
 * bit in common with what is looked for need not be looked at.
 */
const KINDS = Int32Array.from({ length: 256 }, (_, byte) => 1 << kind(byte));

/** The kinds of bytes of some of all 256. */
export function kindsOf(has: (byte: number) => boolean): number {
  let kinds = 0;
  for (let byte = 0; byte < 256; byte++) if (has(byte)) kinds |= KINDS[byte];
  return kinds;
}

function kind(byte: number): number {
  const letter = (byte | 0x20) - 0x61;
  if (letter >= 0 && letter < 26) return letter;
  if (byte >= 0x30 && byte <= 0x39) return 26;
  return 27 + [0x2e, 0x2d, 0x5f].indexOf(byte) + 1;
}

/** The bytes of all names, by node: what a search over all paths runs through. Copied out of the tree bit by bit. */
export class Names {
  readonly #tree: FileTree;
  #bytes = new Uint8Array(1 << 16);
  /** Where the name of each node begins in the bytes; the next one's beginning is its end. */
  readonly #start: Uint32Array;
  /** Of each name the kinds of its bytes. */
  readonly #kinds: Int32Array;
  #copied = 0;

  constructor(tree: FileTree) {
    this.#tree = tree;
    this.#start = new Uint32Array(tree.size + 1);
    this.#kinds = new Int32Array(tree.size);
  }

  /** Copies the next names, at most `limit` of them. @returns true when all are there. */
  copySome(limit: number): boolean {
    const to = Math.min(this.#copied + limit, this.#tree.size);
    let at = this.#start[this.#copied];
    for (let node = this.#copied; node < to; node++) {
      const name = this.#tree.name(node);
      this.#bytes = grow(this.#bytes, at + name.length);
      let kinds = 0;
      for (let i = 0; i < name.length; i++) {
        const byte = name.charCodeAt(i);
        kinds |= KINDS[byte];
        this.#bytes[at++] = byte;
      }
      this.#kinds[node] = kinds;
      this.#start[node + 1] = at;
    }
    this.#copied = to;
    return to === this.#tree.size;
  }

  /** All of them; copies what is still missing. */
  columns(): { readonly bytes: Uint8Array; readonly start: Uint32Array; readonly kinds: Int32Array } {
    this.copySome(this.#tree.size);
    return { bytes: this.#bytes, start: this.#start, kinds: this.#kinds };
  }
}
