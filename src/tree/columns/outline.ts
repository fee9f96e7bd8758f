import type { FileTree, Node } from "../file-tree.js";

/** What walks over all nodes ask for at each: columns in the order of nodes, so that they need not jump about. */
export class Outline {
  /** Depth by node: 0 for the root. */
  readonly depths: Uint16Array;
  readonly deepest: number;
  /** Bytes of content by node, where all its versions have the same; 0 for those that differ. */
  readonly sameBytes: Float64Array;
  /** The nodes with versions of different bytes. */
  readonly differing: readonly Node[];
  /**
   * By node: its place in a column of sums, which holds what differs from view to view: folders with something in them,
   * and `differing`. 0 for all others, which most are: they have their `sameBytes`.
   */
  readonly sumPlaces: Int32Array;
  /** Places in such a column. The root has the first behind 0. */
  readonly sums: number;

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
    this.sumPlaces = new Int32Array(size);
    let sums = 1;
    for (let node = 0; node < size; node++)
      if (node === 0 || tree.end(node) > node + 1 || differing.has(node)) this.sumPlaces[node] = sums++;
    this.sums = sums;
  }
}
