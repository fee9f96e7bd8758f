import type { Node, Rootfs } from "../tree/file-tree.js";

/** Says for ranges of nodes whether a filesystem has anything there, in constant time each. */
export class Presence {
  /** How many nodes before each one are there. */
  readonly #counts: Int32Array;

  constructor(rootfs: Rootfs) {
    this.#counts = new Int32Array(rootfs.length + 1);
    for (let node = 0; node < rootfs.length; node++) {
      this.#counts[node + 1] = this.#counts[node] + (rootfs[node] >= 0 ? 1 : 0);
    }
  }

  /** True where something is at `from` or behind it, before `to`. */
  any(from: Node, to: Node): boolean {
    return this.#counts[to] > this.#counts[from];
  }
}
