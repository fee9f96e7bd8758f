import { fstatSync } from "node:fs";
import type { LayerMemory } from "../blob.js";
import type { Cache, FileStamp } from "./cache.js";

/**
 * Remembers the layer in a blob within an open local file, as long as the file does not change. Plain layers are not
 * kept: their headers are read as fast.
 */
export function fileMemory(fd: number, { cache, blob }: { cache: Cache; blob: string }): LayerMemory {
  const before = stampOf(fd);
  return {
    keepsPlain: false,
    find: () => cache.layerInFile(before, blob),
    keep: async (kept) => {
      // A file that was written while it was read may have given bytes of both.
      if (isSame(stampOf(fd), before)) await cache.keepLayerInFile(before, blob, kept);
    },
  };
}

function stampOf(fd: number): FileStamp {
  const { dev, ino, size, mtimeNs, ctimeNs } = fstatSync(fd, { bigint: true });
  return { dev, ino, size, mtimeNs, ctimeNs };
}

function isSame(a: FileStamp, b: FileStamp): boolean {
  return (
    a.dev === b.dev &&
    a.ino === b.ino &&
    a.size === b.size &&
    a.mtimeNs === b.mtimeNs &&
    a.ctimeNs === b.ctimeNs
  );
}
