import { fail } from "../errors.js";
import { escapePath } from "../text/escape.js";
import type { EntryId } from "../tree/columns/entry-table.js";
import type { FileTree, Node, Rootfs } from "../tree/file-tree.js";
import { applyLayer, merge } from "../tree/layer-diff.js";
import { type ArchivePlan, ArchivePlanner, fileBytes, hasTargetFile } from "./archive-plan.js";
import { findNeeded } from "./needed-rows.js";
import { slimLayer } from "./slim-layer.js";

/** One layer of the new image. */
export interface SlimLayer {
  /** The index of the layer in the source image. */
  readonly index: number;
  /** The members of the new layer; `null` if the layer stays unchanged, byte for byte. */
  readonly archive: ArchivePlan | null;
  /** The sum of the sizes of the layer's files, before and after. */
  readonly before: number;
  readonly after: number;
}

export interface SlimOptions {
  /** The number of layers of the base image, from the lowest up. They stay unchanged. */
  readonly base: number;
  /** True to make one layer of all layers above the base. */
  readonly squash: boolean;
}

/**
 * Plans an image whose containers see the same files, without the copies that no container can see. It goes
 * through the layers from the lowest up, and applies the new layers so far. A layer is written again if it
 * has such copies, or whiteouts that would then hide nothing. With `squash` the last layer has all visible
 * files of the layers above the base, and the other layers above the base are not in the result.
 * @throws LayerxError `not-slimmable` for a broken hard link.
 */
export function planSlim(tree: FileTree, { base, squash }: SlimOptions): SlimLayer[] {
  checkLinks(tree);
  const kept = tree.layers.slice(0, base).map((_, index) => unchanged(tree, index));
  const now = merge(tree.layers.slice(0, base), tree.size);
  if (squash && tree.layers.length > base + 1) return [...kept, squashed(tree, base, now)];
  const neededRows = findNeeded(tree);
  const before = Int32Array.from(now);
  for (let index = base; index < tree.layers.length; index++) {
    const archive = slimLayer(tree, { ...neededRows, index, base, before, now });
    if (archive === null) applyLayer(tree.layers[index], now);
    applyLayer(tree.layers[index], before);
    const layer = unchanged(tree, index);
    kept.push(archive === null ? layer : { ...layer, archive, after: fileBytes(archive) });
  }
  checkSame(tree, now);
  return kept;
}

/**
 * Fails for broken hard links: no engine can unpack such an image, so it is unknown what its containers would
 * see.
 */
function checkLinks(tree: FileTree): void {
  for (const [index, layer] of tree.layers.entries()) {
    const lost = layer.entries.find(
      (row) => !tree.entries.isFolder(row) && !hasTargetFile(tree.entries, row),
    );
    if (lost === undefined) continue;
    const path = escapePath(tree.path(tree.entries.node[lost]));
    fail("not-slimmable", {
      reason: `the hard link ${path} of layer ${index} leads to no file, so no engine can unpack it`,
    });
  }
}

function squashed(tree: FileTree, base: number, below: Rootfs): SlimLayer {
  const archive = planSquash(tree, { base, below });
  let before = 0;
  for (let index = base; index < tree.layers.length; index++) before += unchanged(tree, index).before;
  return { index: tree.layers.length - 1, archive, before, after: fileBytes(archive) };
}

function unchanged(tree: FileTree, index: number): SlimLayer {
  const { entries, repeated } = tree.layers[index];
  let bytes = 0;
  for (const row of entries) bytes += tree.entries.bytes(row);
  for (const row of repeated) bytes += tree.entries.bytes(row);
  return { index, archive: null, before: bytes, after: bytes };
}

/** Checks that the new layers show the same files as the old ones. Anything else is a bug of this plan. */
function checkSame(tree: FileTree, now: Rootfs): void {
  const node: Node = now.findIndex((row, at) => row !== tree.rootfs[at]);
  if (node >= 0) throw new Error(`slim would change node ${node} of ${tree.size}`);
}

/**
 * Plans one layer for all layers above the base: their visible files, and whiteouts for the files of the base
 * that they remove.
 */
function planSquash(
  tree: FileTree,
  { base, below }: { readonly base: number; readonly below: Rootfs },
): ArchivePlan {
  const { entries, rootfs } = tree;
  const planner = new ArchivePlanner(tree, { copies: true });
  const root = tree.layers.slice(base).findLast((layer) => layer.root !== null)?.root;
  if (root) planner.addRoot(root);
  const names: Node[] = [];
  for (let node = 1; node < tree.size; ) {
    const [row, old] = [rootfs[node], below[node]];
    if (row < 0) {
      if (old >= 0) planner.addWhiteout(node);
      node = tree.end(node);
      continue;
    }
    const isNew = entries.layer(row) >= base;
    if (isNew && entries.isFolder(row)) planner.addFolder(row);
    else if (isNew) names.push(node);
    node = entries.isFolder(row) ? node + 1 : tree.end(node);
  }
  const baseNames = namesOfBase(tree, base);
  for (const node of names) {
    const inode = entries.inode[rootfs[node]];
    const target = baseNames.get(inode);
    if (target === undefined) planner.addName(node, inode);
    else planner.addOutsideLink(node, inode, planner.pathOf(target));
  }
  return planner.plan();
}

/** Returns the files of the base that still exist: for each inode, its first name. */
function namesOfBase({ rootfs, entries }: FileTree, base: number): Map<EntryId, Node> {
  const names = new Map<EntryId, Node>();
  for (const [node, row] of rootfs.entries()) {
    if (row < 0 || entries.layer(row) >= base || entries.isFolder(row)) continue;
    if (!names.has(entries.inode[row])) names.set(entries.inode[row], node);
  }
  return names;
}
