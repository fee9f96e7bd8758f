import { type Change, changeOf, UNCHANGED } from "../../tree/changes.js";
import type { EntryId } from "../../tree/columns/entry-table.js";
import type { FileTree, Node } from "../../tree/file-tree.js";
import { applyLayer } from "../../tree/layer-diff.js";

/** What one layer did to a path. */
export interface Version {
  readonly layer: number;
  readonly change: Exclude<Change, typeof UNCHANGED>;
  /** What the layer wrote; where it removed the path, what was there. */
  readonly row: EntryId;
}

/** Every version of the nodes that are wanted, layers upwards; nodes in order, none without a version. */
export function versionsOf(tree: FileTree, wanted: (node: Node) => boolean): Map<Node, Version[]> {
  const found = new Map<Node, Version[]>();
  const rootfs = new Int32Array(tree.size).fill(-1);
  for (const [layer, diff] of tree.layers.entries()) {
    applyLayer(diff, rootfs, (node, before, after) => {
      if (!wanted(node)) return;
      const change = changeOf(before, after);
      if (change === UNCHANGED) return;
      const version = { layer, change, row: after < 0 ? before : after };
      const versions = found.get(node);
      if (versions === undefined) found.set(node, [version]);
      else versions.push(version);
    });
  }
  return new Map([...found].sort(([a], [b]) => a - b));
}
