import type { FileTree, Node } from "./file-tree.js";

/** What walks over all nodes ask for at each: columns in the order of nodes, so that they need not jump about. */
export class Outline {
  /** Depth by node: 0 for the root. */
  readonly depths: Uint16Array;
  readonly deepest: number;
  /** Bytes of content by node, where all its versions have the same; 0 for those that differ. */
  readonly sameBytes: Float64Array;
  /** The nodes with versions of different bytes. */
  readonly differing: readonly Node[];

  constructor(tree: FileTree) {
    const { size, entries } = tree;
    this.depths = new Uint16Array(size);
    let deepest = 0;
    for (let node = 1; node < size; node++) {
      const depth = this.depths[tree.parent(node)] + 1;
      this.depths[node] = depth;
      if (depth > deepest) deepest = depth;
    }
    this.deepest = deepest;
    this.sameBytes = new Float64Array(size);
    const seen = new Uint8Array(size);
    const differing = new Set<Node>();
    for (let entry = 0; entry < entries.size; entry++) {
      const node = entries.node[entry];
      const bytes = entries.bytes(entry);
      if (seen[node] === 0) this.sameBytes[node] = bytes;
      else if (this.sameBytes[node] !== bytes) differing.add(node);
      seen[node] = 1;
    }
    for (const node of differing) this.sameBytes[node] = 0;
    this.differing = [...differing];
  }
}
