import { timelineOf } from "../../../analysis/paths/path-timeline.js";
import type { WastedCopy } from "../../../analysis/waste/causes.js";
import type { CopyWithoutCause } from "../../../analysis/waste/wasted-copies.js";
import type { EntryId } from "../../../tree/columns/entry-table.js";
import type { Outline } from "../../../tree/columns/outline.js";
import type { FileTree, Node, Rootfs } from "../../../tree/file-tree.js";
import { finished } from "../../../tree/pieces.js";
import { EVERYTHING, OWN, shownPaths } from "../../../tree/view/shown.js";
import type { Marks } from "../../files/marks.js";
import type { Filtered, FilterKind, Unfiltered } from "../../files/path-filter.js";
import { remember } from "../../memo.js";

/** A wasted copy, with or without its cause. */
export type AnyCopy = CopyWithoutCause | WastedCopy;

/** Above this number, results are not sorted, because the user will type more letters. */
const MOST_SORTED = 20_000;

/** The history of paths in all layers, including removed paths. */
export class PathHistory {
  /** Returns those wasted copies that are versions of a path, by the row with their content. */
  readonly wastedCopies: (copies: readonly AnyCopy[], node: Node) => ReadonlyMap<EntryId, AnyCopy>;
  /** Returns everything that any layer wrote, as a filesystem: the last version of each path. */
  readonly ever: () => Unfiltered;
  /** Returns found paths as a list: first those whose own names match, each part in the order of paths. */
  readonly list: (found: Filtered, text: string) => Int32Array;

  constructor(tree: FileTree, outline: Outline, marks: (kind: FilterKind, text: string) => Marks) {
    this.wastedCopies = remember(2, (copies, node) => {
      const rows = new Set(timelineOf(tree, node).map(({ row }) => tree.entries.inode[row]));
      return new Map(copies.filter(({ entry }) => rows.has(entry)).map((copy) => [copy.entry, copy]));
    });
    this.ever = remember(1, () => {
      const rootfs = everWritten(tree);
      const view = { rootfs, below: rootfs, changes: new Uint8Array(tree.size) };
      const shown = finished(shownPaths(tree, outline, view, { changes: EVERYTHING, matches: null }));
      return { view, changes: EVERYTHING, shown };
    });
    this.list = remember(1, (found, text) => {
      const nodes = nodesOf(found);
      if (nodes.length > MOST_SORTED) return nodes;
      const { kind } = found;
      const hits = nodes.filter((node) => marks(kind, text).hits(node));
      const others = nodes.filter((node) => !marks(kind, text).hits(node));
      nodes.set(hits);
      nodes.set(others, hits.length);
      return nodes;
    });
  }
}

function everWritten(tree: FileTree): Rootfs {
  const rootfs = new Int32Array(tree.size).fill(-1);
  for (const { nodes, entries } of tree.layers)
    for (let at = 0; at < nodes.length; at++) rootfs[nodes[at]] = entries[at];
  return rootfs;
}

function nodesOf({ shown: { kept, paths } }: Filtered): Int32Array {
  const nodes = new Int32Array(paths);
  let count = 0;
  for (let node = 0; node < kept.length; node++) if (kept[node] === OWN) nodes[count++] = node;
  return nodes;
}
