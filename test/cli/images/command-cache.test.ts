import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { expect, test } from "vitest";
import { openCache } from "../../../src/cli/images/command-cache.js";
import { cacheUse } from "../../../src/source/cache/upkeep.js";
import { tempDir } from "../../support/temp.js";

const world = (LAYERX_CACHE_SIZE: string) => ({
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
