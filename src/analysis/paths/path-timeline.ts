import { changeOf, REMOVED, UNCHANGED } from "../../tree/changes.js";
import type { EntryId } from "../../tree/columns/entry-table.js";
import { firstFrom } from "../../tree/columns/first-from.js";
import type { FileTree, LayerDiff, Node } from "../../tree/file-tree.js";
import type { Version } from "./path-versions.js";

export interface TimelineVersion extends Version {
  /** The folder by which the path went: removed, emptied or replaced in that layer; `null` where it went by itself. */
  readonly hiddenBy: Node | null;
}

/** Every version of one path, layers upwards: as `versionsOf`, but it looks at this path only. */
export function timelineOf(tree: FileTree, node: Node): TimelineVersion[] {
  const versions: TimelineVersion[] = [];
  let before: EntryId = -1;
  for (const [layer, diff] of tree.layers.entries()) {
    const own = entryIn(diff, node);
    if (own < 0 && !hides(diff, node)) continue;
    const change = changeOf(before, own);
    if (change !== UNCHANGED) {
      const hiddenBy = change === REMOVED ? hidingFolder(tree, diff, node) : null;
      versions.push({ layer, change, row: own < 0 ? before : own, hiddenBy });
    }
    before = own;
  }
  return versions;
}

/** What a layer writes at a node; −1 for nothing. */
function entryIn({ nodes, entries }: LayerDiff, node: Node): EntryId {
  const at = firstFrom(nodes, node);
  return nodes[at] === node ? entries[at] : -1;
}

function hides({ hidden }: LayerDiff, node: Node): boolean {
  // Ranges are disjoint and rise: an odd number of bounds up to the node means that it lies within one.
  return firstFrom(hidden, node + 1) % 2 === 1;
}

/** The nearest folder that takes what is below it along: whited out, opaque, or replaced by something else. */
function hidingFolder(tree: FileTree, diff: LayerDiff, node: Node): Node | null {
  if (holds(diff.whiteouts, node)) return null;
  for (let at = tree.parent(node); at >= 0; at = tree.parent(at)) {
    const written = entryIn(diff, at);
    const replaced = written >= 0 && !tree.entries.isFolder(written);
    if (replaced || holds(diff.whiteouts, at) || holds(diff.opaques, at)) return at;
  }
  return null;
}

function holds(nodes: Int32Array, node: Node): boolean {
  return nodes[firstFrom(nodes, node)] === node;
}
