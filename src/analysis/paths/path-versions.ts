import { addToGroup } from "../../groups.js";
import { type Change, changeOf, UNCHANGED } from "../../tree/changes.js";
import type { EntryId } from "../../tree/columns/entry-table.js";
import type { FileTree, Node } from "../../tree/file-tree.js";
import { applyLayer } from "../../tree/layer-diff.js";
import type { ListedVersion } from "./file-filter.js";

/** The change that one layer made to a path. */
export interface Version {
  readonly layer: number;
  readonly change: Exclude<Change, typeof UNCHANGED>;
  /** The entry that the layer wrote. For a removed path: the entry below that was removed. */
  readonly row: EntryId;
}

/**
 * Returns every wanted version of each path, from the lowest layer to `upTo`. Paths without a version are
 * left out; the nodes are in order.
 */
export function versionsOf(
  tree: FileTree,
  wanted: (node: Node, version: Version) => boolean,
  { upTo = tree.layers.length - 1 }: { readonly upTo?: number } = {},
): Map<Node, Version[]> {
  const found = new Map<Node, Version[]>();
  const rootfs = new Int32Array(tree.size).fill(-1);
  for (const [layer, diff] of tree.layers.slice(0, upTo + 1).entries()) {
    applyLayer(diff, rootfs, (node, before, after) => {
      const change = changeOf(before, after);
      if (change === UNCHANGED) return;
      const version = { layer, change, row: after < 0 ? before : after };
      if (!wanted(node, version)) return;
      addToGroup(found, node, version);
    });
  }
  return new Map([...found].sort(([a], [b]) => a - b));
}

/** Returns the same paths, sorted by their first versions, and only the first `top` of them; `null`: all. */
export function sortedVersions(
  versions: ReadonlyMap<Node, readonly Version[]>,
  { order, top }: { order(a: ListedVersion, b: ListedVersion): number; readonly top: number | null },
): Map<Node, readonly Version[]> {
  const firsts = [...versions].map(([node, made]) => {
    const rows = made.map(({ row }): ListedVersion => ({ node, row }));
    return { made, first: rows.reduce((best, one) => (order(one, best) < 0 ? one : best)) };
  });
  firsts.sort((a, b) => order(a.first, b.first));
  const shown = top === null ? firsts : firsts.slice(0, top);
  return new Map(shown.map(({ first, made }) => [first.node, made]));
}
