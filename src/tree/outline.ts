import type { EntryId } from "./entry-table.js";
import type { FileTree, Node } from "./file-tree.js";

/** What walks over all nodes ask for at each: columns in the order of nodes, so that they need not jump about. */
export class Outline {
  /** Depth by node: 0 for the root. */
  readonly depths: Uint16Array;
  readonly deepest: number;
  readonly #tree: FileTree;
  /** Bytes of content of the node's versions where all have the same, else −1. */
  readonly #bytes: Float64Array;

  constructor(tree: FileTree) {
    const { size, entries } = tree;
    this.#tree = tree;
    this.depths = new Uint16Array(size);
    let deepest = 0;
    for (let node = 1; node < size; node++) {
      const depth = this.depths[tree.parent(node)] + 1;
      this.depths[node] = depth;
      if (depth > deepest) deepest = depth;
    }
    this.deepest = deepest;
    this.#bytes = new Float64Array(size);
    const seen = new Uint8Array(size);
    for (let entry = 0; entry < entries.size; entry++) {
      const node = entries.node[entry];
      const bytes = entries.bytes(entry);
      if (seen[node] === 0) this.#bytes[node] = bytes;
      else if (this.#bytes[node] !== bytes) this.#bytes[node] = -1;
      seen[node] = 1;
    }
  }

  /** Bytes of content of one version of a node. */
  bytes(node: Node, entry: EntryId): number {
    const bytes = this.#bytes[node];
    return bytes < 0 ? this.#tree.entries.bytes(entry) : bytes;
  }
}
