import { changeOf } from "../../tree/changes.js";
import type { EntryId } from "../../tree/columns/entry-table.js";
import type { FileTree, Node } from "../../tree/file-tree.js";
import { applyLayer } from "../../tree/layer-diff.js";

/** One name of a wasted copy that was removed in the layer `endedBy`. */
export interface EndedName {
  readonly node: Node;
  /** The entry that replaced it; −1 if the name was removed. */
  readonly after: EntryId;
}

/** A wasted copy before its cause is known; see `WastedCopy` in causes.ts. */
export interface CopyWithoutCause {
  readonly node: Node;
  readonly entry: EntryId;
  readonly bytes: number;
  readonly layer: number;
  readonly endedBy: number;
  /**
   * The names that disappeared in the layer `endedBy`; empty if the layer's own archive contains the path
   * twice.
   */
  readonly endedNames: readonly EndedName[];
}

/** The result of applying the layers one after the other. */
export interface LayerWalk {
  readonly copies: readonly CopyWithoutCause[];
  /** For each layer, the number of its changes by kind of {@link Change}. */
  readonly changes: readonly (readonly number[])[];
  /** For each inode, the number of its names in the final filesystem. */
  readonly names: Uint32Array;
}

/** Returns the wasted copies of a tree. */
export function findWastedCopies(tree: FileTree): readonly CopyWithoutCause[] {
  return walkLayers(tree).copies;
}

/**
 * Applies the layers from the lowest up. Counts the names of every inode and the changes of each layer, and
 * finds the inodes that lose their last name. All is done in one pass: a second one takes 3 ms for 100,000
 * files.
 */
export function walkLayers(tree: FileTree): LayerWalk {
  const { entries } = tree;
  const { inode } = entries;
  const names = new Uint32Array(entries.size);
  const firstNames = earlierLinks(tree);
  const rootfs = new Int32Array(tree.size).fill(-1);
  const copies: CopyWithoutCause[] = [];
  const found = (copy: EntryId, endedBy: number, endedNames: readonly EndedName[]) => {
    const entry = firstNames.get(copy) ?? copy;
    const bytes = entries.bytes(copy);
    copies.push({
      node: entries.node[entry],
      entry: copy,
      bytes,
      layer: entries.layer(copy),
      endedBy,
      endedNames,
    });
  };

  let counts: number[] = [];
  const lost = new Map<EntryId, EndedName[]>();
  // One function for all layers: V8 compiles the loop of `applyLayer` again for each other function.
  const count = (node: Node, before: EntryId, after: EntryId) => {
    counts[changeOf(before, after)]++;
    const old = before < 0 ? -1 : inode[before];
    const now = after < 0 ? -1 : inode[after];
    if (old === now) return;
    if (now >= 0) names[now]++;
    if (old < 0) return;
    names[old]--;
    if (entries.bytes(old) === 0) return;
    const endedNames = lost.get(old);
    if (endedNames === undefined) lost.set(old, [{ node, after }]);
    else endedNames.push({ node, after });
  };
  const changes = tree.layers.map((layer, index) => {
    counts = [0, 0, 0, 0];
    applyLayer(layer, rootfs, count);
    for (const [copy, endedNames] of lost) if (names[copy] === 0) found(copy, index, endedNames);
    lost.clear();
    for (const copy of layer.repeated) {
      if (names[copy] === 0 && entries.bytes(copy) > 0) found(copy, index, []);
    }
    return counts;
  });
  return { copies, changes, names };
}

/**
 * Returns the inodes for which the archive has a hard link before the file itself. That link is their first
 * name.
 */
function earlierLinks({ entries }: FileTree): Map<EntryId, EntryId> {
  const first = new Map<EntryId, EntryId>();
  for (let row = 0; row < entries.size; row++) {
    const copy = entries.inode[row];
    if (copy > row && entries.layer(copy) === entries.layer(row) && !first.has(copy)) first.set(copy, row);
  }
  return first;
}
