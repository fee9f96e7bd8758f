import type { FileTree, Node } from "../../tree/file-tree.js";

/**
 * Returns a function that returns the lowest layer that wrote a path. The first call computes it for all
 * paths.
 */
export function firstWriters({ entries, size }: FileTree): (node: Node) => number {
  let layers: Int32Array | null = null;
  const all = () => {
    const lowest = new Int32Array(size).fill(-1);
    for (let row = 0; row < entries.firstImplied && row < entries.size; row++) {
      const node = entries.node[row];
      const layer = entries.layer(row);
      if (lowest[node] < 0 || layer < lowest[node]) lowest[node] = layer;
    }
    return lowest;
  };
  return (node) => {
    layers ??= all();
    return layers[node];
  };
}
