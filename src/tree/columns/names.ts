import type { FileTree } from "../file-tree.js";

/**
 * The kind of each byte, a bit: a letter of either case has one of its own, digits share one, and so on. A name that
 * lacks a kind which is looked for need not be read.
 */
export const KINDS = Int32Array.from({ length: 256 }, (_, byte) => 1 << kind(byte));

function kind(byte: number): number {
  const letter = (byte | 0x20) - 0x61;
  if (letter >= 0 && letter < 26) return letter;
  if (byte >= 0x30 && byte <= 0x39) return 26;
  return 27 + [0x2e, 0x2d, 0x5f].indexOf(byte) + 1;
}

/** Of each name the kinds of its bytes: what a search over all paths looks at first. Gathered bit by bit. */
export class Names {
  readonly #tree: FileTree;
  readonly #kinds: Int32Array;
  #done = 0;

  constructor(tree: FileTree) {
    this.#tree = tree;
    this.#kinds = new Int32Array(tree.size);
  }

  /** Looks at the next names, at most `limit` of them. @returns true when all are done. */
  prepare(limit: number): boolean {
    const { pool, nameStart } = this.#tree.columns;
    const to = Math.min(this.#done + limit, this.#tree.size);
    for (let node = this.#done, at = nameStart[node]; node < to; node++) {
      let kinds = 0;
      for (const end = nameStart[node + 1]; at < end; at++) kinds |= KINDS[pool[at]];
      this.#kinds[node] = kinds;
    }
    this.#done = to;
    return to === this.#tree.size;
  }

  /** The kinds by node; does what is still missing. */
  kinds(): Int32Array {
    this.prepare(this.#tree.size);
    return this.#kinds;
  }
}
