import type { LayerView } from "../changes.js";
import { ADDED, MODIFIED, REMOVED } from "../changes.js";
import type { FileTree } from "../file-tree.js";
import type { ChangeCounts } from "../view/changes-below.js";

/** What changed between two filesystems, in numbers. */
export interface Difference extends ChangeCounts {
  /** Bytes of content that were added: of added files, and of changed files as they are now. Hard links count 0. */
  readonly bytesIn: number;
  /** Bytes of content that were removed: of removed files, and of changed files as they were before. */
  readonly bytesOut: number;
}

export function differenceOf(
  { entries }: FileTree,
  { changes, metadataOnly, below, rootfs }: LayerView,
): Difference {
  const counts = [0, 0, 0, 0];
  let bytesIn = 0;
  let bytesOut = 0;
  for (let node = 0; node < changes.length; node++) {
    const change = changes[node];
    if (change === 0) continue;
    counts[change]++;
    if (metadataOnly?.[node] === 1) continue;
    if (change !== REMOVED) bytesIn += entries.bytes(rootfs[node]);
    if (change !== ADDED) bytesOut += entries.bytes(below[node]);
  }
  return { added: counts[ADDED], modified: counts[MODIFIED], removed: counts[REMOVED], bytesIn, bytesOut };
}
