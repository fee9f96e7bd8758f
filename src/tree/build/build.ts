import type { LayerMembers } from "../../image/members/members.js";
import type { SortedPaths } from "../../image/members/sorted-paths.js";
import { EntryTable } from "../columns/entry-table.js";
import { FileTree, type LayerDiff } from "../file-tree.js";
import { applyLayer } from "../layer-diff.js";
import { compareNames } from "./compare-names.js";
import type { PlacedLayer } from "./final-rows.js";
import type { MergedPaths } from "./growing-paths.js";
import { LayerResolver } from "./layer-resolver.js";
import { mergePaths } from "./merge-paths.js";

const NONE = new Int32Array(0);

/**
 * Builds the tree of all layers.
 * @param layers from the lowest up; layers with the same bytes may be the same object.
 */
export function buildTree(layers: readonly LayerMembers[]): FileTree {
  const different = [...new Set(layers)];
  const { paths, numbers } = mergePaths(different.map((layer) => layer.paths));
  const numbersOf = new Map(different.map((layer, i) => [layer, numbers[i]]));
  const linkNodes = linkNodesOf(different, { paths, numbers });
  const { parent, end } = paths;

  const entries = new EntryTable();
  entries.reserve(layers.reduce((sum, { rows }) => sum + rows.count, 0));
  const placed = layers.map((members, layer): PlacedLayer => {
    const numberOf = numbersOf.get(members) ?? NONE;
    const first = entries.appendMembers(members.rows, { layer, nodes: numberOf });
    return { members, first, numberOf, linkNodes: linkNodes.get(members) ?? NONE };
  });
  entries.firstImplied = entries.size;

  const rootfs = new Int32Array(parent.length).fill(-1);
  const resolver = new LayerResolver({ entries, parent, end, rootfs });
  const diffs = placed.map((layer, index): LayerDiff => {
    const diff = resolver.resolve(index, layer);
    applyLayer(diff, rootfs);
    return diff;
  });
  return new FileTree(paths, entries, diffs, rootfs);
}

/**
 * Returns the targets of the hard links of each layer, as nodes of the tree; −1 for a path that no layer has.
 */
function linkNodesOf(
  layers: readonly LayerMembers[],
  { paths, numbers }: MergedPaths,
): ReadonlyMap<LayerMembers, Int32Array> {
  // Most links have a target in their own layer.
  const seeking = layers.filter(({ targets }) => targets.parent.length > 1);
  const sought = mergePaths(seeking.map(({ targets }) => targets));
  const found = nodesOf(sought.paths, paths);
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

/**
 * Returns, for each of the paths `sought`, its node in `paths`; −1 if `paths` does not have it. One pass over
 * both lists.
 */
export function nodesOf(sought: SortedPaths, paths: SortedPaths): Int32Array {
  const found = new Int32Array(sought.parent.length).fill(-1);
  /** For each folder of `sought`: the node in `paths` at which the search for its next child begins. */
  const next = new Int32Array(sought.parent.length);
  found[0] = 0;
  next[0] = 1;
  for (let node = 1; node < found.length; node++) {
    const folder = sought.parent[node];
    const place = found[folder];
    if (place < 0) continue;
    let at = next[folder];
    while (at < paths.end[place] && compareNames(paths, at, sought, node) < 0) at = paths.end[at];
    next[folder] = at;
    if (at === paths.end[place] || compareNames(paths, at, sought, node) !== 0) continue;
    found[node] = at;
    next[node] = at + 1;
  }
  return found;
}
