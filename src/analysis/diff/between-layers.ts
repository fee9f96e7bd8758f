import { ADDED, type LayerView, MODIFIED, REMOVED, UNCHANGED } from "../../tree/changes.js";
import type { Node, Rootfs } from "../../tree/file-tree.js";
import type { Analysis } from "../analyze.js";
import { headerAspects } from "./header-differences.js";
import { type Aspects, CONTENT, LINKS, METADATA, pathDifference } from "./path-difference.js";
import { SameBytes } from "./same-bytes.js";
import { inodeAt, type Side, sideAt } from "./side.js";

/** The differences between the filesystems after two layers of one image. */
export interface BetweenLayers extends LayerView {
  /** The paths whose contents must be read. Until then they count as modified. */
  readonly undecided: readonly Node[];
}

/**
 * Compares the filesystems after two layers, by the rules of `diff --layer` (see `comparePaths`).
 * Modification times are not compared. A file that moved counts as removed at its old path and added at its
 * new path. Reads no content.
 */
export function betweenLayers(analysis: Analysis, below: Rootfs, rootfs: Rootfs): BetweenLayers {
  const { a, b, bytes } = sidesOf(analysis, below, rootfs);
  const changes = new Uint8Array(rootfs.length);
  const metadataOnly = new Uint8Array(rootfs.length);
  const undecided: Node[] = [];
  for (let node = 1; node < rootfs.length; node++) {
    const [before, after] = [below[node], rootfs[node]];
    if (before < 0 || after < 0) {
      changes[node] = after >= 0 ? ADDED : before >= 0 ? REMOVED : UNCHANGED;
      continue;
    }
    const found = aspectsAt({ a, b, bytes }, before, after);
    if (found.undecided) undecided.push(node);
    const aspects = found.undecided ? found.aspects | CONTENT : found.aspects;
    if (aspects === 0) continue;
    changes[node] = MODIFIED;
    metadataOnly[node] = Number(pathDifference(aspects) === METADATA);
  }
  return { below, rootfs, changes, metadataOnly, undecided };
}

/**
 * Returns the same view after reading contents, so that no path is undecided.
 * @throws LayerxError if a layer cannot be read; the signal's reason when aborted.
 */
export async function decided(
  analysis: Analysis,
  view: BetweenLayers,
  signal?: AbortSignal,
): Promise<BetweenLayers> {
  const { undecided, below, rootfs } = view;
  if (undecided.length === 0) return view;
  const sides = sidesOf(analysis, below, rootfs);
  const inodes = (side: Side) => undecided.map((node) => inodeAt(side, side.rootfs[node]));
  const differing = await sides.bytes.differing(inodes(sides.a), inodes(sides.b), signal);
  const changes = view.changes.slice();
  const metadataOnly = view.metadataOnly?.slice() ?? new Uint8Array(rootfs.length);
  for (const [at, node] of undecided.entries()) {
    if (differing[at] === 1) continue;
    const { aspects } = aspectsAt(sides, below[node], rootfs[node]);
    changes[node] = aspects === 0 ? UNCHANGED : MODIFIED;
    metadataOnly[node] = Number(aspects !== 0);
  }
  return { below, rootfs, changes, metadataOnly, undecided: [] };
}

interface Sides {
  readonly a: Side;
  readonly b: Side;
  readonly bytes: SameBytes;
}

function sidesOf(analysis: Analysis, below: Rootfs, rootfs: Rootfs): Sides {
  const [a, b] = [below, rootfs].map((one) => sideAt(analysis, analysis.image.layers.length, one));
  return { a, b, bytes: new SameBytes(a, b) };
}

function aspectsAt({ a, b, bytes }: Sides, before: number, after: number) {
  // Both sides belong to one image and number their paths in the same way.
  const sameName = (inodeA: number, inodeB: number) => a.firstNames[inodeA] === b.firstNames[inodeB];
  if (before !== after) return headerAspects({ a, b, bytes, sameName }, before, after);
  const inode = inodeAt(a, before);
  const isShared = a.tree.entries.isFile(inode) && !sameName(inode, inode);
  const aspects: Aspects = isShared ? LINKS : 0;
  return { aspects, undecided: false };
}
