import { firstFrom } from "../image/members/binary-search.js";
import type { FileTree, LayerDiff, Node, Rootfs } from "../tree/file-tree.js";
import { applyLayer } from "../tree/layer-diff.js";
import { layerSizes } from "./metrics.js";

/** The numbers of an image as dive computes them, for rules that were written for dive. */
export interface DiveMetrics {
  readonly efficiency: number;
  readonly wastedBytes: number;
  readonly userWastedPercent: number;
}

/**
 * Computes the numbers as dive does. Dive builds a tree for each layer. A file counts with its size. A
 * whiteout of a file counts as 0, a whiteout of a folder as all bytes in that folder. All bytes at a path
 * that occurs in two layers or more are wasted. A whiteout of a missing path, an opaque marker and a second
 * entry of a path in one layer do not count. Paths with a 1 in `leftOut` do not count either.
 */
export function diveMetrics(tree: FileTree, leftOut: Uint8Array | null = null): DiveMetrics {
  const smallest = new Float64Array(tree.size);
  const total = new Float64Array(tree.size);
  const layersOf = new Uint16Array(tree.size);
  const rootfs = new Int32Array(tree.size).fill(-1);
  for (const layer of tree.layers) {
    leaves(tree, layer, rootfs, (node, bytes) => {
      smallest[node] = layersOf[node] === 0 ? bytes : Math.min(smallest[node], bytes);
      total[node] += bytes;
      layersOf[node]++;
    });
    applyLayer(layer, rootfs);
  }
  let least = 0;
  let all = 0;
  let wastedBytes = 0;
  for (let node = 0; node < tree.size; node++) {
    if (leftOut?.[node] === 1) continue;
    least += smallest[node];
    all += total[node];
    if (layersOf[node] >= 2) wastedBytes += total[node];
  }
  const userSize = layerSizes(tree).reduce((sum, size, index) => (index === 0 ? 0 : sum + size), 0);
  return {
    efficiency: all === 0 ? 1 : least / all,
    wastedBytes,
    userWastedPercent: userSize === 0 ? 0 : wastedBytes / userSize,
  };
}

/** A whiteout of a path that no lower layer has. */
export interface EmptyWhiteout {
  readonly layer: number;
  readonly node: Node;
}

/**
 * Returns the first whiteout of each layer that removes nothing. Dive stops counting a layer there, so dive's
 * own numbers may be lower than these. Source: dive, `dive/filetree/efficiency.go`: the visitor returns an
 * error, which ends the visit.
 */
export function emptyWhiteouts(tree: FileTree): EmptyWhiteout[] {
  const rootfs = new Int32Array(tree.size).fill(-1);
  return tree.layers.flatMap((layer, index): EmptyWhiteout[] => {
    const node = layer.whiteouts.find((one) => rootfs[one] < 0);
    applyLayer(layer, rootfs);
    return node === undefined ? [] : [{ layer: index, node }];
  });
}

/** Calls `onLeaf` for each leaf of one layer's own tree. `below` is the filesystem of the layers below. */
function leaves(
  tree: FileTree,
  layer: LayerDiff,
  below: Rootfs,
  onLeaf: (node: Node, bytes: number) => void,
): void {
  const { nodes, entries, whiteouts } = layer;
  const removes = whiteouts.length > 0;
  const isLeaf = (i: number) =>
    !(nodes[i + 1] < tree.end(nodes[i])) &&
    !(removes && anyWithin(whiteouts, nodes[i] + 1, tree.end(nodes[i])));
  const leafNodes = new Set<Node>();
  for (let i = 0; i < nodes.length; i++) {
    if (!isLeaf(i) || tree.entries.isImplied(entries[i])) continue;
    if (removes && anyWithin(whiteouts, nodes[i], nodes[i] + 1)) leafNodes.add(nodes[i]);
    onLeaf(nodes[i], tree.entries.bytes(entries[i]));
  }
  let bytesOf: ((folder: Node) => number) | null = null;
  for (const node of whiteouts) {
    if (below[node] < 0 || leafNodes.has(node)) continue;
    if (!tree.entries.isFolder(below[node])) {
      onLeaf(node, 0);
      continue;
    }
    bytesOf ??= folderBytes(tree, below);
    onLeaf(node, bytesOf(node));
  }
}

/** Returns true if a sorted list has a value from `from` up to (not including) `to`. */
function anyWithin(sorted: Int32Array, from: number, to: number): boolean {
  return (sorted[firstFrom(sorted, from)] ?? to) < to;
}

/**
 * Returns a function that returns the bytes of the files below a folder. The sums are computed once for all
 * nodes, because whiteouts can be nested.
 */
function folderBytes(tree: FileTree, below: Rootfs): (folder: Node) => number {
  const upTo = new Float64Array(tree.size + 1);
  for (let node = 0; node < tree.size; node++) {
    upTo[node + 1] = upTo[node] + (below[node] < 0 ? 0 : tree.entries.bytes(below[node]));
  }
  return (folder) => upTo[tree.end(folder)] - upTo[folder + 1];
}
