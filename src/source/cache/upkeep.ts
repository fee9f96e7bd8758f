import { type Dirent, lstatSync } from "node:fs";
import { lstat, readdir, readFile, rmdir, unlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isSystemError } from "../../errors.js";
import { ENTRY_KINDS, TAG_NAME, VERSION } from "./cache-store.js";

/** The default limit: 512 MiB. */
export const DEFAULT_BOUND = 512 * 1024 * 1024;
/** A cache above its limit is trimmed to this share, so that the next write does not trim again. */
const TRIMMED_SHARE = 0.8;
const DAY_MS = 24 * 3_600_000;
const STAMP = "trimmed";

const KIND = ENTRY_KINDS.join("|");
const ENTRY = new RegExp(`^(?:${KIND})-[0-9a-f]{64}$`);
const TEMPORARY = new RegExp(`^(?:${KIND})-[0-9a-f]{64}\\.\\d+\\.[0-9a-f]{16}\\.tmp$`);
const ANY_VERSION = /^v[0-9]+$/;

interface File {
  readonly path: string;
  readonly bytes: number;
  /** The time of its last use, in milliseconds since 1970. */
  readonly usedMs: number;
  readonly is: "entry" | "temporary" | "old";
}

/** The number and bytes of entries, existing or removed. */
export interface CacheUse {
  readonly entries: number;
  readonly bytes: number;
}

/** Returns the entries of the current version and their bytes. None if there is no cache. */
export async function cacheUse(folder: string): Promise<CacheUse> {
  return sum((await filesOf(folder)).filter(({ is }) => is === "entry"));
}

/**
 * Removes entries, the least recently used first, until at most `bytes` are left. Also removes entries of
 * other versions, and temporary files that are older than a day.
 */
export async function prune(
  folder: string,
  { bytes, now }: { bytes: number; now: number },
): Promise<CacheUse> {
  return pruneFiles(folder, await filesOf(folder), { bytes, now });
}

/**
 * Works like `prune`. Files that other runs have written since the list was made are neither counted nor
 * removed.
 */
async function pruneFiles(
  folder: string,
  files: readonly File[],
  { bytes, now }: { bytes: number; now: number },
): Promise<CacheUse> {
  const entries = files.filter(({ is }) => is === "entry").sort((a, b) => b.usedMs - a.usedMs);
  const unwanted = files.filter(
    ({ is, usedMs }) => is === "old" || (is === "temporary" && now - usedMs > DAY_MS),
  );
  let kept = 0;
  let full = false;
  for (const entry of entries) {
    full ||= kept + entry.bytes > bytes;
    if (full) unwanted.push(entry);
    else kept += entry.bytes;
  }
  const removed = await removeAll(unwanted);
  await removeOldFolders(folder);
  return removed;
}

/** Removes the files of layerx in the folder, and the folder itself if it is then empty. */
export async function clear(folder: string): Promise<CacheUse> {
  const removed = await removeAll(await filesOf(folder));
  await quietly(() => unlink(join(folder, VERSION, STAMP)));
  const tag = await quietly(() => readFile(join(folder, TAG_NAME), "latin1"));
  if (tag?.includes("layerx")) await quietly(() => unlink(join(folder, TAG_NAME)));
  await removeOldFolders(folder);
  await quietly(() => rmdir(join(folder, VERSION)));
  await quietly(() => rmdir(folder));
  return removed;
}

/**
 * Trims a cache of more than `bound` bytes. It checks the size after a write, otherwise once a day. Call it
 * after the output is written.
 */
export async function trimIfDue(
  folder: string,
  { bound, now, written }: { bound: number; now: number; written: boolean },
): Promise<void> {
  const stamp = join(folder, VERSION, STAMP);
  // Synchronous, because every run calls it, and most of them need nothing else of `node:fs/promises`, which
  // takes 1.5 ms to load.
  const last = await quietly(async () => lstatSync(stamp));
  const due = last === null || now - last.mtimeMs > DAY_MS;
  if (!written && (!due || last === null)) return;
  const files = await filesOf(folder);
  const { bytes } = sum(files.filter(({ is }) => is === "entry"));
  if (!due && bytes <= bound) return;
  await pruneFiles(folder, files, { bytes: bytes > bound ? bound * TRIMMED_SHARE : bound, now });
  if (last === null) await quietly(() => writeFile(stamp, "", { flag: "wx", mode: 0o600 }));
  await quietly(() => utimes(stamp, now / 1000, now / 1000));
}

async function filesOf(folder: string): Promise<File[]> {
  const files: File[] = [];
  for (const version of await list(folder)) {
    if (!ANY_VERSION.test(version.name) || !version.isDirectory()) continue;
    for (const { name } of await list(join(folder, version.name))) {
      const isEntry = ENTRY.test(name);
      if (!isEntry && !TEMPORARY.test(name)) continue;
      const path = join(folder, version.name, name);
      const found = await quietly(() => lstat(path));
      if (found === null || !found.isFile()) continue;
      const is = version.name !== VERSION ? "old" : isEntry ? "entry" : "temporary";
      files.push({ path, bytes: found.size, usedMs: found.mtimeMs, is });
    }
  }
  return files;
}

async function removeAll(files: readonly File[]): Promise<CacheUse> {
  const removed: File[] = [];
  for (const file of files) {
    const done = await quietly(async () => {
      await unlink(file.path);
      return true;
    });
    if (done === true) removed.push(file);
  }
  return sum(removed);
}

async function removeOldFolders(folder: string): Promise<void> {
  for (const { name } of await list(folder)) {
    if (!ANY_VERSION.test(name) || name === VERSION) continue;
    await quietly(() => unlink(join(folder, name, STAMP)));
    await quietly(() => rmdir(join(folder, name)));
  }
}

async function list(folder: string): Promise<Dirent[]> {
  return (await quietly(() => readdir(folder, { withFileTypes: true }))) ?? [];
}

function sum(files: readonly File[]): CacheUse {
  return { entries: files.length, bytes: files.reduce((bytes, file) => bytes + file.bytes, 0) };
}

/**
 * Ignores errors: another run may remove the same files, or the folder may belong to another user. The cache
 * then stays as it is.
 */
async function quietly<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (isSystemError(error)) return null;
    throw error;
  }
}
