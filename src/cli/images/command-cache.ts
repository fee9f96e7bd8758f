import { fail } from "../../errors.js";
import { Cache, NO_CACHE } from "../../source/cache/cache.js";
import { cacheFolder } from "../../source/cache/cache-folder.js";
import { Store } from "../../source/cache/cache-store.js";
import { DEFAULT_BOUND, trimIfDue } from "../../source/cache/upkeep.js";
import { parseSize } from "../../text/bytes.js";
import { escapeText } from "../../text/escape.js";
import type { CommonArgs } from "../arguments/options.js";
import type { World } from "../command-context.js";
import { logText } from "../output/log-guard.js";

type CacheArgs = Pick<CommonArgs, "cache-dir" | "no-cache" | "debug">;

/** The cache of one command. */
export interface CommandCache {
  readonly cache: Cache;
  /** Trims the cache after the output is written. */
  trim(): Promise<void>;
  /**
   * Trims the cache during a run of many images, but only after this process has written a certain share of
   * the limit.
   */
  trimBetweenImages(): Promise<void>;
}

/**
 * The share of the limit that a process may write between two trims. A trim lists the whole folder, so it
 * must be rare.
 */
const SHARE_BETWEEN_TRIMS = 0.02;

/**
 * Opens the cache. Nothing is read or written before an image is opened.
 * @throws LayerxError `bad-value`
 */
export function openCache(world: World, args: CacheArgs): CommandCache {
  const folder = args["no-cache"] ? null : folderOf(world, args);
  const bound = folder === null ? 0 : cacheBound(world);
  if (folder === null || bound === 0)
    return { cache: NO_CACHE, trim: doNothing, trimBetweenImages: doNothing };
  const now = () => world.now?.() ?? Date.now();
  const debug = (line: string) => {
    if (args.debug) world.stderr.write(logText(`debug: ${escapeText(line)}\n`, world.env));
  };
  const store = new Store({ folder, uid: world.uid, pid: world.pid ?? 0, now, debug });
  let trimmedAfter = 0;
  const trim = async () => {
    // Root can write in the folders of all users.
    if (!(await store.isUsable())) return;
    trimmedAfter = store.writtenBytes;
    await trimIfDue(folder, { bound, now: now(), written: store.writtenBytes > 0 });
  };
  const trimBetweenImages = async () => {
    if (store.writtenBytes - trimmedAfter > bound * SHARE_BETWEEN_TRIMS) await trim();
  };
  return { cache: new Cache(store), trim, trimBetweenImages };
}

async function doNothing(): Promise<void> {}

/** Returns the folder of the cache; `null` if there is no place for one. */
export function folderOf(
  { env, platform, cwd }: World,
  { "cache-dir": folder }: Pick<CommonArgs, "cache-dir">,
): string | null {
  return cacheFolder({ env, os: platform.os, cwd, folder });
}

/**
 * Returns the maximum size of the cache in bytes: `LAYERX_CACHE_SIZE`, or 512 MiB; 0 means off.
 * @throws LayerxError `bad-value`
 */
export function cacheBound({ env }: World): number {
  const given = env.LAYERX_CACHE_SIZE;
  if (given === undefined || given === "") return DEFAULT_BOUND;
  const wanted = "a size such as 200MB or 1GiB, or 0 for no cache";
  return (
    parseSize(given) ??
    fail("bad-value", {
      option: "LAYERX_CACHE_SIZE",
      value: escapeText(given),
      wanted,
      command: "layerx cache",
    })
  );
}
