import type { FileTree } from "../file-tree.js";

/**
 * For each byte its kind, one bit: each letter has a bit of its own for both cases, all digits share one, and
 * so on. A search can skip a name that does not have a kind of the searched text.
 */
export const KINDS = Int32Array.from({ length: 256 }, (_, byte) => 1 << kind(byte));

function kind(byte: number): number {
  const letter = (byte | 0x20) - 0x61;
  if (letter >= 0 && letter < 26) return letter;
  if (byte >= 0x30 && byte <= 0x39) return 26;
  return 27 + [0x2e, 0x2d, 0x5f].indexOf(byte) + 1;
}

/**
 * For each name, the kinds of its bytes. Searches over all paths check them first. They are computed in
 * steps.
 */
export class Names {
  readonly #tree: FileTree;
  readonly #kinds: Int32Array;
  #done = 0;

  constructor(tree: FileTree) {
    this.#tree = tree;
    this.#kinds = new Int32Array(tree.size);
  }

  /**
   * Computes the kinds of the next names, at most `limit` of them.
   * @returns true when all are done.
   */
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

  /** Returns the kinds of all nodes. It computes those that are missing. */
  kinds(): Int32Array {
    this.prepare(this.#tree.size);
    return this.#kinds;
  }
}
