import type { Comparison } from "../analysis/diff/compare-images.js";
import type { Total, Totals } from "../analysis/diff/totals.js";
import { humanSize, sizesApart } from "../text/bytes.js";
import { counted } from "../text/count.js";

/** Returns `3B → 7B, +4B`; `7B, as before` if the size is the same. */
export function sizeChange({ a, b }: { readonly a: number; readonly b: number }): string {
  return a === b ? `${humanSize(b)}, as before` : `${sizesApart(a, b).join(" → ")}, ${bytesChange(b - a)}`;
}

/** Returns `+1.2kB`, `-34B`, `0B`. */
export function bytesChange(bytes: number): string {
  if (bytes === 0) return humanSize(0);
  return bytes < 0 ? `-${humanSize(-bytes)}` : `+${humanSize(bytes)}`;
}

/** Returns how many layers of the new image the old one has: `2 of 4 shared (279kB)`. */
export function sharedLayers({ a, b, sharing: { layers, size } }: Comparison): string {
  if (layers === 0) return `none is shared, ${a.layerCount} → ${b.layerCount}`;
  if (layers < b.layerCount) return `${layers} of ${b.layerCount} shared (${humanSize(size)})`;
  return a.layerCount === b.layerCount ? "all the same" : `all shared, ${a.layerCount} → ${b.layerCount}`;
}

/**
 * Returns what a push or pull of the new image transfers: `1 layer, 3kB compressed`; `null` if the old image
 * has all layers.
 */
export function transferWords({ sharing: { transfer } }: Comparison): string | null {
  const { layers, compressedSize, storedBytes } = transfer;
  if (layers.length === 0) return null;
  const count = counted(layers.length, "layer");
  if (compressedSize !== null) return `${count}, ${humanSize(compressedSize)} compressed`;
  return storedBytes === null
    ? `${count}, of unknown size`
    : `${count}, ${humanSize(storedBytes)} before compression`;
}

/** The number of changed files, by kind of change. */
export interface FileChangeWords {
  /** `+3 (4B)`, `-1 (3B)` and `~2 (+1B)`, without kinds that do not occur. */
  readonly contents: readonly { readonly sign: "+" | "-" | "~"; readonly text: string }[];
  /** `1 in metadata only`, `1 moved (8B)`, without kinds that do not occur. */
  readonly others: readonly string[];
}

export function fileChanges({ added, removed, changed, metadata, moved }: Totals): FileChangeWords {
  return {
    contents: [
      { sign: "+" as const, total: added, size: humanSize(added.bytesB) },
      { sign: "-" as const, total: removed, size: humanSize(removed.bytesA) },
      { sign: "~" as const, total: changed, size: bytesChange(changed.bytesB - changed.bytesA) },
    ]
      .filter(({ total }) => occurs(total))
      .map(({ sign, total, size }) => ({ sign, text: `${sign}${countText(total)} (${size})` })),
    others: [
      ...(occurs(metadata) ? [`${countText(metadata)} in metadata only`] : []),
      ...(occurs(moved) ? [`${countText(moved)} moved (${humanSize(moved.bytesB)})`] : []),
    ],
  };
}

function occurs({ files, folders }: Total): boolean {
  return files + folders > 0;
}

/** Returns the number of files, or of folders if there are no files: `1,204`, `2 folders`. */
function countText({ files, folders }: Total): string {
  return files > 0 ? files.toLocaleString("en") : counted(folders, "folder");
}
