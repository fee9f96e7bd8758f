import { statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { expect, test } from "vitest";
import { openCache } from "../../../src/cli/images/command-cache.js";
import { VERSION } from "../../../src/source/cache/cache-store.js";
import { cacheUse } from "../../../src/source/cache/upkeep.js";
import { tempDir } from "../../support/temp.js";

const world = (LAYERX_CACHE_SIZE: string, uid?: number) => ({
  uid,
  env: { LAYERX_CACHE_SIZE },
  cwd: "/",
  argv: [],
  stdin: Object.assign(Readable.from([]), { isTTY: false }),
  stdout: new Writable(),
  stderr: new Writable(),
  platform: { os: "linux", arch: "x64" },
});

test("a run over many images keeps its cache near the limit, without trimming after each image", async () => {
  const folder = join(tempDir(), "cache");
  const { cache, trimBetweenImages } = openCache(world("100kB"), {
    "cache-dir": folder,
    "no-cache": false,
    debug: false,
  });
  const sizes: number[] = [];
  for (let image = 0; image < 300; image++) {
    await cache.keepDocument(Buffer.from(`${image}`.padEnd(1000)));
    await trimBetweenImages();
    sizes.push((await cacheUse(folder)).bytes);
  }
  // Each entry has 1,064 bytes, so 2 % of the limit are two entries.
  expect(Math.max(...sizes)).toBeLessThan(105_000);
  const trims = sizes.filter((size, at) => at > 0 && size < sizes[at - 1]).length;
  expect(trims).toBeGreaterThan(5);
  expect(trims).toBeLessThan(20);
});

test("the cache of another user is not trimmed", async () => {
  const folder = join(tempDir(), "cache");
  const args = { "cache-dir": folder, "no-cache": false, debug: false };
  const own = openCache(world("100kB"), args);
  await own.cache.keepDocument(Buffer.alloc(50_000));
  await own.trim();
  const before = await cacheUse(folder);
  // The last trim was long ago.
  utimesSync(join(folder, VERSION, "trimmed"), 1, 1);
  await openCache(world("10kB", statSync(folder).uid + 1), args).trim();
  expect(await cacheUse(folder)).toEqual(before);
  await openCache(world("10kB", statSync(folder).uid), args).trim();
  expect((await cacheUse(folder)).entries).toBe(0);
});
