import type { FileTree, LayerDiff, Node, Rootfs } from "../tree/file-tree.js";
import { applyLayer } from "../tree/layer-diff.js";
import { layerSizes } from "./metrics.js";

/** The image in dive's arithmetic, for rules that were written for it. */
export interface DiveMetrics {
  readonly efficiency: number;
  readonly wastedBytes: number;
  readonly userWastedPercent: number;
}

/**
 * Counts as dive does: in each layer's own tree the leaves occur with their size; a whiteout is a leaf of 0, or,
 * where it removes a folder, of all that the folder held. A path wastes whatever it occurs with in two layers
 * or more. A whiteout of nothing, an opaque marker and a second entry of one path in one layer do not count.
 * Paths with a 1 in `leftOut` do not count either.
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

/** A whiteout of something that no layer below has. */
export interface EmptyWhiteout {
  readonly layer: number;
  readonly node: Node;
}

/**
 * The first whiteout of each layer that removes nothing. Dive stops counting a layer there, so its own numbers may be lower
 * than these. Source: dive, `dive/filetree/efficiency.go`: the visitor returns an error, which ends the visit.
 */
export function emptyWhiteouts(tree: FileTree): EmptyWhiteout[] {
  const rootfs = new Int32Array(tree.size).fill(-1);
  return tree.layers.flatMap((layer, index): EmptyWhiteout[] => {
    const node = layer.whiteouts.find((one) => rootfs[one] < 0);
    applyLayer(layer, rootfs);
    return node === undefined ? [] : [{ layer: index, node }];
  });
}

/** Calls `onLeaf` for each leaf of one layer's own tree; `below` is the filesystem under the layer. */
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
  let held: ((folder: Node) => number) | null = null;
  for (const node of whiteouts) {
    if (below[node] < 0 || leafNodes.has(node)) continue;
    if (!tree.entries.isFolder(below[node])) {
      onLeaf(node, 0);
      continue;
    }
    held ??= heldBytes(tree, below);
    onLeaf(node, held(node));
  }
}

/** True where a sorted list has a value from `from` to below `to`. */
function anyWithin(sorted: Int32Array, from: number, to: number): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < from) low = middle + 1;
    else high = middle;
  }
  return low < sorted.length && sorted[low] < to;
}

/** Bytes of the files below a folder. Computed once for all nodes, because whiteouts can be nested. */
function heldBytes(tree: FileTree, below: Rootfs): (folder: Node) => number {
  const upTo = new Float64Array(tree.size + 1);
  for (let node = 0; node < tree.size; node++) {
    upTo[node + 1] = upTo[node] + (below[node] < 0 ? 0 : tree.entries.bytes(below[node]));
  }
  return (folder) => upTo[tree.end(folder)] - upTo[folder + 1];
}
