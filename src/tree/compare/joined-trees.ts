import type { SortedPaths } from "../../image/members/sorted-paths.js";
import { EntryTable } from "../columns/entry-table.js";
import type { LayerDiff } from "../file-tree.js";
import { FileTree, type Node } from "../file-tree.js";
import type { TreeUnion } from "./union.js";

/** Two trees with the numbers of their union, and one table of entries for both. */
export interface JoinedTrees {
  /** The first tree: its layers and its filesystem. */
  readonly a: FileTree;
  readonly b: FileTree;
  /**
   * The layers of both trees, those of `a` first. Entries number their layers in this order. Its filesystem
   * is that of `b`.
   */
  readonly both: FileTree;
  /** The first entry of `b`. Entries of `a` have lower numbers. */
  readonly firstOfB: number;
}

/** Copies two trees into one. Time and memory are those of both trees together. */
export function joinTrees(a: FileTree, b: FileTree, union: TreeUnion): JoinedTrees {
  const columns = columnsOf(a, b, union);
  const entries = new EntryTable();
  const nodes = { a: inverted(union.a, a.size), b: inverted(union.b, b.size) };
  entries.appendTable(a.entries, { nodes: nodes.a, firstLayer: 0 });
  const firstOfB = entries.appendTable(b.entries, { nodes: nodes.b, firstLayer: a.layers.length });
  const layers = {
    a: a.layers.map((layer) => movedLayer(layer, nodes.a, 0)),
    b: b.layers.map((layer) => movedLayer(layer, nodes.b, firstOfB)),
  };
  const rootfs = {
    a: movedRootfs(a.rootfs, union.a, 0),
    b: movedRootfs(b.rootfs, union.b, firstOfB),
  };
  return {
    a: new FileTree(columns, entries, layers.a, rootfs.a),
    b: new FileTree(columns, entries, layers.b, rootfs.b),
    both: new FileTree(columns, entries, [...layers.a, ...layers.b], rootfs.b),
    firstOfB,
  };
}

/** Returns, for each node of a tree, its node in the union. */
function inverted(numbers: Int32Array, size: number): Int32Array {
  const nodes = new Int32Array(size);
  for (let node = 0; node < numbers.length; node++) if (numbers[node] >= 0) nodes[numbers[node]] = node;
  return nodes;
}

/**
 * Returns a filesystem with the nodes of the union. `numbers` has the node of the tree for each node of the
 * union.
 */
export function movedRootfs(rootfs: Int32Array, numbers: Int32Array, firstEntry: number): Int32Array {
  return numbers.map((node) => (node < 0 || rootfs[node] < 0 ? -1 : rootfs[node] + firstEntry));
}

function columnsOf(a: FileTree, b: FileTree, union: TreeUnion): SortedPaths {
  const { size, parent, end } = union;
  const nameStart = new Uint32Array(size + 1);
  const placeOf = (node: Node) => {
    const [tree, own] = union.a[node] < 0 ? [b, union.b[node]] : [a, union.a[node]];
    const { pool, nameStart: starts } = tree.columns;
    return { pool, from: starts[own], to: starts[own + 1] };
  };
  for (let node = 0; node < size; node++) {
    const { from, to } = placeOf(node);
    nameStart[node + 1] = nameStart[node] + to - from;
  }
  const pool = Buffer.alloc(nameStart[size]);
  for (let node = 0; node < size; node++) {
    const name = placeOf(node);
    for (let at = name.from, to = nameStart[node]; at < name.to; ) pool[to++] = name.pool[at++];
  }
  return { parent, end, nameStart, pool };
}

function movedLayer(layer: LayerDiff, nodes: Int32Array, firstEntry: number): LayerDiff {
  const moved = (list: Int32Array) => list.map((node) => nodes[node]);
  return {
    memberCount: layer.memberCount,
    root: layer.root,
    nodes: moved(layer.nodes),
    entries: layer.entries.map((entry) => entry + firstEntry),
    // Other nodes between two nodes of one tree belong only to the other tree, so hiding them changes
    // nothing.
    hidden: layer.hidden.map((bound, at) => (at % 2 === 0 ? nodes[bound] : nodes[bound - 1] + 1)),
    whiteouts: moved(layer.whiteouts),
    opaques: moved(layer.opaques),
    repeated: layer.repeated.map((entry) => entry + firstEntry),
  };
}
