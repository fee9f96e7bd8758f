import { FileTree, type Node } from "../file-tree.js";

/**
 * Facts about each node for passes over all nodes: columns in the order of nodes, so that memory is read in
 * order.
 */
export class Outline {
  /** Depth by node: 0 for the root. */
  readonly depths: Uint16Array;
  readonly deepest: number;
  /** Bytes of content of each node if all its versions have the same size; 0 for others. */
  readonly sameBytes: Float64Array;
  /** The nodes whose versions have different sizes. */
  readonly differing: readonly Node[];
  /**
   * For each node, its place in a column of sums, which differs from view to view. Only folders with contents
   * and the nodes in `differing` have a place. 0 for all others: their size is in `sameBytes`.
   */
  readonly sumPlaces: Int32Array;
  /** The number of places in such a column. Place 0 is unused, the root has place 1. */
  readonly sums: number;

  constructor(tree: FileTree) {
    const { size, entries } = tree;
    const { parent, end } = tree.columns;
    const depths = new Uint16Array(size);
    let deepest = 0;
    for (let node = 1; node < size; node++) {
      const depth = depths[parent[node]] + 1;
      depths[node] = depth;
      if (depth > deepest) deepest = depth;
    }
    this.depths = depths;
    this.deepest = deepest;
    const sameBytes = new Float64Array(size);
    const seen = new Uint8Array(size);
    const differing: Node[] = [];
    for (let entry = 0; entry < entries.size; entry++) {
      const node = entries.node[entry];
      const bytes = entries.bytes(entry);
      if (seen[node] === 0) {
        sameBytes[node] = bytes;
        seen[node] = SEEN;
      } else if (seen[node] === SEEN && sameBytes[node] !== bytes) {
        differing.push(node);
        seen[node] = DIFFERS;
      }
    }
    for (const node of differing) sameBytes[node] = 0;
    this.sameBytes = sameBytes;
    this.differing = differing;
    const sumPlaces = new Int32Array(size);
    let sums = 1;
    for (let node = 0; node < size; node++)
      if (node === 0 || end[node] > node + 1 || seen[node] === DIFFERS) sumPlaces[node] = sums++;
    this.sumPlaces = sumPlaces;
    this.sums = sums;
  }
}

const SEEN = 1;
const DIFFERS = 2;

interface Outlined {
  readonly tree: FileTree;
  readonly outline: Outline;
}

/**
 * Returns the first `count` nodes of a tree as a tree of its own, so that columns over it are short. Entries
 * and layers are those of the whole tree.
 */
export function firstNodes({ tree, outline }: Outlined, count: number): Outlined {
  if (tree.size <= count) return { tree, outline };
  const { parent, end, nameStart, pool } = tree.columns;
  const columns = {
    parent: parent.subarray(0, count),
    end: end.slice(0, count).map((after) => Math.min(after, count)),
    nameStart: nameStart.subarray(0, count + 1),
    pool,
  };
  const { depths, deepest, sameBytes, differing, sumPlaces } = outline;
  let last = count - 1;
  while (sumPlaces[last] === 0) last--;
  return {
    tree: new FileTree(columns, tree.entries, tree.layers, tree.rootfs),
    outline: {
      depths: depths.subarray(0, count),
      deepest,
      sameBytes: sameBytes.subarray(0, count),
      differing: differing.filter((node) => node < count),
      sumPlaces: sumPlaces.subarray(0, count),
      sums: sumPlaces[last] + 1,
    },
  };
}
