import { open, stat, unlink, utimes } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { isSystemError } from "../../errors.js";

/** A claim that was not renewed for so long belongs to a process that is gone. */
const STALE_MS = 20_000;
const RENEW_MS = 4_000;
const POLL_MS = 50;

export interface ClaimOptions {
  /** True once the layer is in the cache: then nothing has to be claimed. */
  isKept(name: string): Promise<boolean>;
  readonly signal: AbortSignal;
  /** Waits so many milliseconds; throws the signal's reason. */
  sleep?(ms: number, signal: AbortSignal): Promise<void>;
}

/**
 * Says to other processes with the same folder which layers this one reads, by a file for each, so that they wait and
 * find them in the cache. Where another process has a claim, waits until that ends or the layer is kept. Claims are only
 * for speed: where none can be made, a layer is read twice.
 * @param paths of the files, by the name of the layer
 * @returns what ends the claims
 * @throws the signal's reason
 */
export async function claimLayers(
  paths: ReadonlyMap<string, string>,
  { isKept, signal, sleep = pause }: ClaimOptions,
): Promise<() => Promise<void>> {
  const held: string[] = [];
  const renewal = setInterval(() => void renew(held), RENEW_MS);
  renewal.unref();
  const end = async () => {
    clearInterval(renewal);
    for (const path of held) await quietly(() => unlink(path));
  };
  try {
    // All processes claim in the same order, so that no two wait for each other.
    for (const [name, path] of [...paths].sort(([, a], [, b]) => (a < b ? -1 : 1))) {
      let seen = { renewed: Number.NaN, waitedMs: 0 };
      while (!(await isKept(name))) {
        const made = await quietly(() => make(path));
        if (made === true) held.push(path);
        if (made !== "taken") break;
        await sleep(POLL_MS, signal);
        const renewed = (await quietly(() => stat(path)))?.mtimeMs ?? Number.NaN;
        const isSame = renewed === seen.renewed;
        seen = { renewed, waitedMs: isSame ? seen.waitedMs + POLL_MS : 0 };
        // The clocks of two machines may differ: what counts is whether the time of the file changes.
        if (seen.waitedMs >= STALE_MS) await quietly(() => unlink(path));
      }
    }
  } catch (error) {
    await end();
    throw error;
  }
  return end;
}

async function make(path: string): Promise<true | "taken"> {
  try {
    await (await open(path, "wx", 0o600)).close();
    return true;
  } catch (error) {
    if (isSystemError(error) && error.code === "EEXIST") return "taken";
    throw error;
  }
}

async function renew(paths: readonly string[]): Promise<void> {
  const now = new Date();
  for (const path of paths) await quietly(() => utimes(path, now, now));
}

async function quietly<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (isSystemError(error)) return null;
    throw error;
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms);
  signal.throwIfAborted();
}
