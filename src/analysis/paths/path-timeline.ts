import { firstFrom } from "../../image/members/binary-search.js";
import { changeOf, REMOVED, UNCHANGED } from "../../tree/changes.js";
import type { EntryId } from "../../tree/columns/entry-table.js";
import type { FileTree, LayerDiff, Node } from "../../tree/file-tree.js";
import { entryIn, isHidden } from "../../tree/layer-diff.js";
import type { Version } from "./path-versions.js";

export interface TimelineVersion extends Version {
  /**
   * The folder that was removed, emptied or replaced in that layer, so that the path disappeared; `null` if
   * the path itself was removed.
   */
  readonly hiddenBy: Node | null;
}

/**
 * Returns every version of one path, lowest layer first. Like `versionsOf`, but for a single path, which is
 * faster.
 */
export function timelineOf(tree: FileTree, node: Node): TimelineVersion[] {
  const versions: TimelineVersion[] = [];
  let before: EntryId = -1;
  for (const [layer, diff] of tree.layers.entries()) {
    const own = entryIn(diff, node);
    if (own < 0 && !isHidden(diff, node)) continue;
    const change = changeOf(before, own);
    if (change !== UNCHANGED) {
      const hiddenBy = change === REMOVED ? hidingFolder(tree, diff, node) : null;
      versions.push({ layer, change, row: own < 0 ? before : own, hiddenBy });
    }
    before = own;
  }
  return versions;
}

/**
 * Returns the nearest folder that hides everything below it: by a whiteout, an opaque marker, or a file in
 * its place.
 */
function hidingFolder(tree: FileTree, diff: LayerDiff, node: Node): Node | null {
  if (includes(diff.whiteouts, node)) return null;
  for (let at = tree.parent(node); at >= 0; at = tree.parent(at)) {
    const written = entryIn(diff, at);
    const replaced = written >= 0 && !tree.entries.isFolder(written);
    if (replaced || includes(diff.whiteouts, at) || includes(diff.opaques, at)) return at;
  }
  return null;
}

function includes(nodes: Int32Array, node: Node): boolean {
  return nodes[firstFrom(nodes, node)] === node;
}
