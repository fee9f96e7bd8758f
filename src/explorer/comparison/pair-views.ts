import type { Comparison } from "../../analysis/diff/compare-images.js";
import type { LayerPair } from "../../analysis/diff/layer-pairs.js";
import {
  PATH_ADDED as CAME,
  METADATA,
  MOVED,
  MOVED_AWAY,
  PATH_CHANGED,
  PATH_REMOVED as WENT,
} from "../../analysis/diff/path-difference.js";
import {
  ADDED,
  type Change,
  changeOf,
  type LayerView,
  MODIFIED,
  REMOVED,
  UNCHANGED,
} from "../../tree/changes.js";
import type { EntryId, EntryTable } from "../../tree/columns/entry-table.js";
import { type JoinedTrees, movedRootfs } from "../../tree/compare/joined-trees.js";
import { LayerViews } from "../layers/layer-views.js";
import { remember } from "../memo.js";

/** The views of the tree for each row of the layer list. */
export class PairViews {
  /**
   * Returns the view of a row: 0 compares the images as a whole, from 1 on the pairs of layers; −1 is an
   * empty filesystem.
   */
  readonly view: (row: number) => LayerView;

  constructor(comparison: Comparison, trees: JoinedTrees) {
    const old = new LayerViews(trees.a);
    const now = new LayerViews(trees.b);
    const whole = wholeView(comparison, trees);
    const changed = remember(4, ({ a, b }: LayerPair) =>
      changedView(trees.both.entries, { old: old.view(a ?? -1), now: now.view(b ?? -1), whole }),
    );
    this.view = (row) => {
      if (row === 0) return whole;
      const pair = comparison.layers.at(row - 1);
      if (row < 0 || pair === undefined) return now.view(-1);
      if (pair.is === "changed") return changed(pair);
      return pair.b === null ? old.view(pair.a ?? -1) : now.view(pair.b);
    };
  }
}

const CHANGES = new Map<number, Change>([
  [CAME, ADDED],
  [MOVED, ADDED],
  [WENT, REMOVED],
  [MOVED_AWAY, REMOVED],
  [PATH_CHANGED, MODIFIED],
  [METADATA, MODIFIED],
]);

/**
 * Returns the filesystem of the new image compared with that of the old one. A moved path counts as removed
 * at its old place and added at its new one.
 */
function wholeView({ a, b, union, differences }: Comparison, { firstOfB }: JoinedTrees): LayerView {
  const byDifference = Uint8Array.from(
    { length: 8 },
    (_, difference) => CHANGES.get(difference) ?? UNCHANGED,
  );
  return {
    rootfs: movedRootfs(b.rootfs, union.b, firstOfB),
    below: movedRootfs(a.rootfs, union.a, 0),
    changes: differences.map((difference) => byDifference[difference]),
    metadataOnly: differences.map((difference) => Number(difference === METADATA)),
  };
}

interface Sides {
  readonly old: LayerView;
  readonly now: LayerView;
  readonly whole: LayerView;
}

/**
 * Returns the difference that one instruction made: of the paths that either of its layers changed, those
 * that differ after them.
 */
function changedView(entries: EntryTable, { old, now, whole }: Sides): LayerView {
  const [below, rootfs] = [old.rootfs, now.rootfs];
  const changes = new Uint8Array(rootfs.length);
  const metadataOnly = new Uint8Array(rootfs.length);
  for (let node = 0; node < rootfs.length; node++) {
    if (old.changes[node] === UNCHANGED && now.changes[node] === UNCHANGED) continue;
    const [before, after] = [below[node], rootfs[node]];
    const isLast = before === whole.below[node] && after === whole.rootfs[node];
    if (before < 0 || after < 0) changes[node] = changeOf(before, after);
    else if (isLast) {
      changes[node] = whole.changes[node];
      metadataOnly[node] = whole.metadataOnly?.[node] ?? 0;
    } else if (!mayBeSame(entries, before, after)) changes[node] = MODIFIED;
  }
  return { rootfs, below, changes, metadataOnly };
}

/**
 * Two entries with the same headers count as the same only if their contents must be equal, because no
 * content is read here.
 */
function mayBeSame(entries: EntryTable, a: EntryId, b: EntryId): boolean {
  const [digestA, digestB] = [entries.digest(a), entries.digest(b)];
  const sameContent =
    digestA === null || digestB === null ? entries.bytes(a) === 0 : Buffer.compare(digestA, digestB) === 0;
  return (
    entries.type(a) === entries.type(b) &&
    entries.mode(a) === entries.mode(b) &&
    entries.uid(a) === entries.uid(b) &&
    entries.gid(a) === entries.gid(b) &&
    entries.bytes(a) === entries.bytes(b) &&
    entries.linkname(a) === entries.linkname(b) &&
    sameContent
  );
}
