import type { LayerView } from "../changes.js";
import { ADDED, MODIFIED, REMOVED } from "../changes.js";
import type { FileTree } from "../file-tree.js";
import type { ChangeCounts } from "../view/changes-below.js";

/** The changes between two filesystems, in numbers. */
export interface Difference extends ChangeCounts {
  /** Bytes that were added: of new files, and the new size of changed files. Hard links count 0. */
  readonly bytesIn: number;
  /** Bytes that were removed: of removed files, and the old size of changed files. */
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
