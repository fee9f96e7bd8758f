import type { LayerMembers } from "../../image/members/members.js";
import { EntryTable } from "../columns/entry-table.js";
import { FileTree } from "../file-tree.js";
import { applyLayer, type LayerDiff } from "../layer-diff.js";
import { LayerResolver, type LayerRows } from "./layer-resolver.js";
import { locate } from "./locate.js";
import { type MergedPaths, mergePaths } from "./merge-paths.js";
import { rowOrder } from "./row-order.js";

/**
 * The tree of all layers.
 * @param layers from the lowest up; two with the same bytes may be the same value.
 */
export function buildTree(layers: readonly LayerMembers[]): FileTree {
  const different = [...new Set(layers)];
  const { paths, numbers } = mergePaths(different.map((layer) => layer.paths));
  const placed = new Map(different.map((layer, i) => [layer, numbers[i]]));
  const linkNodes = linkNodesOf(different, { paths, numbers });
  const { parent, end } = paths;

  const entries = new EntryTable();
  entries.reserve(layers.reduce((sum, { rows }) => sum + rows.count, 0));
  const rows = layers.map((layer, index): LayerRows => {
    const nodes = placed.get(layer) ?? new Int32Array(0);
    return {
      memberCount: layer.memberCount,
      root: layer.root,
      first: entries.appendMembers(layer.rows, { layer: index, nodes }),
      order: rowOrder(layer, nodes),
      links: layer.links,
      linkNodes: linkNodes.get(layer) ?? new Int32Array(0),
      whiteouts: layer.whiteouts.map((node) => nodes[node]),
      opaques: layer.opaques.map((node) => nodes[node]),
    };
  });
  entries.firstImplied = entries.size;

  const rootfs = new Int32Array(parent.length).fill(-1);
  const resolver = new LayerResolver({ entries, parent, end, rootfs });
  const diffs = rows.map((layer, index): LayerDiff => {
    const diff = resolver.resolve(index, layer);
    applyLayer(diff, rootfs);
    return diff;
  });
  return new FileTree(paths, entries, diffs, rootfs);
}

/** Where the hard links of each layer lead, in the numbers of the tree; −1 for a path that no layer has. */
function linkNodesOf(
  layers: readonly LayerMembers[],
  { paths, numbers }: MergedPaths,
): ReadonlyMap<LayerMembers, Int32Array> {
  // Most links lead to a file of their own layer.
  const seeking = layers.filter(({ targets }) => targets.parent.length > 1);
  const sought = mergePaths(seeking.map(({ targets }) => targets));
  const found = locate(sought.paths, paths);
  const others = new Map(seeking.map((layer, i) => [layer, sought.numbers[i].map((node) => found[node])]));
  return new Map(
    layers.map((layer, i) => {
      const targets = others.get(layer);
      return [
        layer,
        layer.linkNodes.map((node) => (node >= 0 ? numbers[i][node] : (targets?.[-1 - node] ?? -1))),
      ];
    }),
  );
}
