import type { Comparison } from "./compare-images.js";
import type { LayerPair } from "./layer-pairs.js";
import { SAME } from "./path-difference.js";
import { inodeAt, type Side } from "./side.js";

/**
 * Returns the pairs of layers that were built again without a visible change: the instruction and the size
 * are the same, and no path of either layer in the final image differs. Only times differ. Files that an
 * upper layer hides are not compared.
 */
export function rebuiltLayers(comparison: Comparison): Set<LayerPair> {
  const { a, b, union, layers } = comparison;
  const differing = {
    a: layersThatDiffer(comparison, a, union.a),
    b: layersThatDiffer(comparison, b, union.b),
  };
  const size = ({ analysis }: Side, layer: number) => analysis.metrics.layers[layer].size;
  const rebuilt = layers.filter(
    (pair) =>
      pair.is === "changed" &&
      pair.a !== null &&
      pair.b !== null &&
      !differing.a.has(pair.a) &&
      !differing.b.has(pair.b) &&
      size(a, pair.a) === size(b, pair.b),
  );
  return new Set(rebuilt);
}

/** Returns the layers of one side that contain a path that differs from the other side. */
function layersThatDiffer({ differences }: Comparison, side: Side, nodes: Int32Array): Set<number> {
  const { entries } = side.tree;
  const layers = new Set<number>();
  for (let node = 1; node < differences.length; node++) {
    const row = differences[node] === SAME || nodes[node] < 0 ? -1 : side.rootfs[nodes[node]];
    if (row < 0) continue;
    layers.add(entries.layer(row));
    layers.add(entries.layer(inodeAt(side, row)));
  }
  return layers;
}
