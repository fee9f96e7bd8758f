import { fail } from "../errors.js";
import { escapePath } from "../text/escape.js";
import type { FileTree, Node, Rootfs } from "../tree/file-tree.js";
import { applyLayer, merge } from "../tree/layer-diff.js";
import { type ArchivePlan, dataBytes, leadsToFile } from "./archive-plan.js";
import { findNeeded } from "./needed-rows.js";
import { slimLayer } from "./slim-layer.js";
import { planSquash } from "./squash-plan.js";

/** What becomes of one layer. */
export interface SlimLayer {
  /** Of the layer in the source image. */
  readonly index: number;
  /** What the new layer holds; `null` where the layer stays as it is, byte for byte. */
  readonly archive: ArchivePlan | null;
  /** Bytes of content in the layer before and after. */
  readonly before: number;
  readonly after: number;
}

export interface SlimOptions {
  /** Layers that belong to the base image, from the lowest up: they stay as they are. */
  readonly base: number;
  /** Makes one layer of all above the base. */
  readonly squash: boolean;
}

/**
 * Plans an image that shows its containers the same files, without the copies that no container can see.
 *
 * The layers are walked from the lowest up, together with the filesystem that the new layers make so far. A layer is written
 * again where it holds such copies, or whiteouts that then hide nothing. With `squash` the last layer holds all that the
 * layers above the base show, and those between are not in the result.
 * @throws LayerxError `not-slimmable` where a hard link leads to no file.
 */
export function planSlim(tree: FileTree, { base, squash }: SlimOptions): SlimLayer[] {
  checkLinks(tree);
  const kept = tree.layers.slice(0, base).map((_, index) => unchanged(tree, index));
  const now = merge(tree.layers.slice(0, base), tree.size);
  if (squash && tree.layers.length > base + 1) return [...kept, squashed(tree, base, now)];
  const { needed, lowerLinks } = findNeeded(tree);
  const before = Int32Array.from(now);
  for (let index = base; index < tree.layers.length; index++) {
    const archive = slimLayer(tree, { index, base, needed, lowerLinks, before, now });
    if (archive === null) applyLayer(tree.layers[index], now);
    applyLayer(tree.layers[index], before);
    const layer = unchanged(tree, index);
    kept.push(archive === null ? layer : { ...layer, archive, after: dataBytes(archive) });
  }
  checkSame(tree, now);
  return kept;
}

/** No engine can unpack such an image, so nothing shows what its containers would see. */
function checkLinks(tree: FileTree): void {
  for (const [index, layer] of tree.layers.entries()) {
    const lost = layer.entries.find((row) => !tree.entries.isFolder(row) && !leadsToFile(tree.entries, row));
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
  return { index: tree.layers.length - 1, archive, before, after: dataBytes(archive) };
}

function unchanged(tree: FileTree, index: number): SlimLayer {
  const { entries, repeated } = tree.layers[index];
  let bytes = 0;
  for (const row of entries) bytes += tree.entries.bytes(row);
  for (const row of repeated) bytes += tree.entries.bytes(row);
  return { index, archive: null, before: bytes, after: bytes };
}

/** The new layers show what the old ones show; anything else is a fault of this plan. */
function checkSame(tree: FileTree, now: Rootfs): void {
  const node: Node = now.findIndex((row, at) => row !== tree.rootfs[at]);
  if (node >= 0) throw new Error(`slim would change node ${node} of ${tree.size}`);
}
