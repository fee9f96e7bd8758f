import { type BigIntStats, fstatSync, statSync } from "node:fs";
import { isSystemError } from "../../errors.js";
import type { LayerMemory } from "../blob.js";
import type { Cache, FileStamp } from "./cache.js";

/**
 * Returns the cache of the layer in a blob within an open local file. The entry is valid until the file
 * changes. Plain layers are not cached: reading their headers is as fast.
 */
export function fileMemory(fd: number, { cache, blob }: { cache: Cache; blob: string }): LayerMemory {
  const before = stampOf(fd);
  return {
    keepsPlain: false,
    find: () => cache.layerInFile(before, blob),
    keep: async (kept) => {
      // If the file was written while it was read, the result may have bytes of both versions.
      if (isSameFile(stampOf(fd), before)) await cache.keepLayerInFile(before, blob, kept);
    },
  };
}

/**
 * Returns the cache of the layer in a blob of an archive that is unpacked from a local file. The key of the
 * blob is its place in the unpacked archive. Plain layers are cached, because the archive must be unpacked
 * before a header can be read.
 */
export function unpackedMemory(
  stamp: FileStamp,
  { cache, blob }: { cache: Cache; blob: string },
): LayerMemory {
  const name = `unpacked ${blob}`;
  return {
    keepsPlain: true,
    find: () => cache.layerInFile(stamp, name),
    keep: (kept) => cache.keepLayerInFile(stamp, name, kept),
  };
}

/** Returns the cache of the layer in a blob whose digest was computed. */
export function blobMemory(cache: Cache, digest: string): LayerMemory {
  return {
    keepsPlain: true,
    find: () => cache.layerOfBlob(digest),
    keep: (kept) => cache.keepLayerOfBlob(digest, kept),
  };
}

/**
 * Returns the cache of a layer in Podman's storage. Its key is the digest of the file that has the headers. The
 * contents of files are not part of the result: they are checked whenever they are read.
 * @param options.digest of that file, computed in this run
 * @param options.checked what was checked of the layer before it was cached
 */
export function headersMemory(
  cache: Cache,
  { digest, checked }: { digest: string; checked: readonly string[] },
): LayerMemory {
  const key = [digest, ...checked];
  return {
    keepsPlain: true,
    headers: { diffId: digest, estargz: false, tarSplit: true },
    find: () => cache.layerOfHeaders(key),
    keep: (kept) => cache.keepLayerOfHeaders(key, kept),
  };
}

function stampOf(fd: number): FileStamp {
  return stamp(fstatSync(fd, { bigint: true }));
}

/** Returns the stamp of a regular file; `null` if there is none. */
export function fileStamp(path: string): FileStamp | null {
  try {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    return found?.isFile() ? stamp(found) : null;
  } catch (error) {
    // Opening the file reports why it cannot be read.
    if (isSystemError(error)) return null;
    throw error;
  }
}

function stamp({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): FileStamp {
  return { dev, ino, size, mtimeNs, ctimeNs };
}

export function isSameFile(a: FileStamp, b: FileStamp): boolean {
  return (
    a.dev === b.dev &&
    a.ino === b.ino &&
    a.size === b.size &&
    a.mtimeNs === b.mtimeNs &&
    a.ctimeNs === b.ctimeNs
  );
}
