import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { VERSION } from "../../../src/source/cache/cache-store.js";
import { image } from "../../support/fixture.js";
import { packings } from "../../support/packings.js";
import { layerx } from "../../support/run.js";
import { save } from "../../support/save.js";
import { tempDir } from "../../support/temp.js";

async function gzipArchive(): Promise<string> {
  return save(
    packings.ociArchive,
    [await image([{ a: "1" }, { b: "2" }], { compression: "gzip" })],
    tempDir(),
  );
}

const entriesIn = (folder: string) => readdirSync(join(folder, VERSION)).filter((name) => name !== "trimmed");

test("cache path prints the folder that the options and variables name", async () => {
  const env = { HOME: "/home/u", LAYERX_CACHE_DIR: "/from-env" };
  expect((await layerx(["cache", "path"], { env })).stdout).toBe("/from-env\n");
  expect((await layerx(["cache", "path", "--cache-dir", "c"], { env, cwd: "/w" })).stdout).toBe("/w/c\n");
  expect((await layerx(["cache", "path"], { env: { HOME: "/home/u" } })).stdout).toBe(
    "/home/u/.cache/layerx\n",
  );
  const { code, stderr } = await layerx(["cache", "path"]);
  expect([code, stderr]).toEqual([2, expect.stringContaining("HOME is not set")]);
});

test("cache size counts what a run kept, as text and as JSON", async () => {
  const folder = join(tempDir(), "cache");
  const path = await gzipArchive();
  const empty = { schemaVersion: 1, path: folder, entries: 0, bytes: 0, limit: 536_870_912 };
  const size = async () =>
    JSON.parse((await layerx(["cache", "size", "--format", "json", "--cache-dir", folder])).stdout);
  expect(await size()).toEqual(empty);
  await layerx(["tree", path, "--cache-dir", folder]);
  const kept = await size();
  expect(kept).toEqual({ ...empty, entries: 4, bytes: expect.any(Number) });
  const { stdout } = await layerx(["cache", "size", "--cache-dir", folder], {
    env: { LAYERX_CACHE_SIZE: "1MiB" },
  });
  expect(stdout).toMatch(/^[\d.]+kB in 4 entries, limit 1.05MB\n$/);
});

test("cache prune trims to a size, and cache clear removes all; both say what was freed", async () => {
  const folder = join(tempDir(), "cache");
  await layerx(["tree", await gzipArchive(), "--cache-dir", folder]);
  const bare = await layerx(["cache", "prune", "--cache-dir", folder]);
  expect([bare.code, bare.stdout]).toEqual([0, "freed 0B in 0 entries\n"]);
  const pruned = await layerx(["cache", "prune", "--to", "400B", "--cache-dir", folder]);
  expect(pruned.stdout).toMatch(/^freed [\d.]+k?B in \d entr(y|ies)\n$/);
  expect(entriesIn(folder).length).toBeLessThan(4);
  expect((await layerx(["cache", "clear", "--cache-dir", folder])).code).toBe(0);
  expect(existsSync(folder)).toBe(false);
  const again = await layerx(["cache", "clear", "--cache-dir", folder]);
  expect([again.code, again.stdout]).toEqual([0, "freed 0B in 0 entries\n"]);
});

test.each([
  ["--no-cache", ["--no-cache"], {}],
  ["LAYERX_CACHE_SIZE=0", [], { LAYERX_CACHE_SIZE: "0" }],
])("with %s nothing is kept", async (_, args, env) => {
  const folder = join(tempDir(), "cache");
  const { code } = await layerx(["tree", await gzipArchive(), "--cache-dir", folder, ...args], { env });
  expect([code, existsSync(folder)]).toEqual([0, false]);
});

test.each(["tree", "waste", "ci", "history"])(
  "%s says the same when it comes from the cache",
  async (command) => {
    const folder = join(tempDir(), "cache");
    const path = await gzipArchive();
    const without = await layerx([command, path]);
    for (let run = 0; run < 2; run++) {
      expect(await layerx([command, path, "--cache-dir", folder])).toEqual(without);
    }
    expect(entriesIn(folder)).toHaveLength(4);
  },
);

test("a cache that cannot be written changes neither output nor exit code", async () => {
  const folder = join(tempDir(), "cache");
  writeFileSync(folder, "a file");
  const path = await gzipArchive();
  const without = await layerx(["tree", path]);
  expect(await layerx(["tree", path, "--cache-dir", folder])).toEqual(without);
  const below = join(folder, "below");
  expect(await layerx(["tree", path, "--cache-dir", below])).toEqual(without);
  const { stderr } = await layerx(["tree", path, "--cache-dir", below, "--debug"]);
  expect(stderr).toMatch(/^cache: ENOTDIR/);
});

test("a cache beyond its limit is trimmed when the output is written", async () => {
  const folder = join(tempDir(), "cache");
  const path = await gzipArchive();
  await layerx(["tree", path, "--cache-dir", folder], { env: { LAYERX_CACHE_SIZE: "500B" } });
  expect(entriesIn(folder).length).toBeLessThan(4);
});

test("a text that is not a size is an error", async () => {
  const env = { HOME: tempDir(), LAYERX_CACHE_SIZE: "big" };
  const { code, stderr } = await layerx(["tree", await gzipArchive()], { env });
  expect([code, stderr]).toEqual([2, expect.stringContaining("LAYERX_CACHE_SIZE")]);
  const prune = await layerx(["cache", "prune", "--to", "much", "--cache-dir", tempDir()]);
  expect([prune.code, prune.stderr]).toEqual([2, expect.stringContaining("--to")]);
});

test("cache clear removes every kind of entry, the merged trees of large images too", async () => {
  const folder = tempDir();
  const files = Object.fromEntries(Array.from({ length: 1200 }, (_, n) => [`f${n}`, ""]));
  const archive = await save(packings.ociArchive, [await image([files], { compression: "gzip" })], tempDir());
  await layerx(["history", archive, "--cache-dir", folder]);
  expect(new Set(entriesIn(folder).map((name) => name.split("-")[0]))).toEqual(
    new Set(["layer", "map", "tree"]),
  );
  await layerx(["cache", "clear", "--cache-dir", folder]);
  expect(existsSync(join(folder, VERSION))).toBe(false);
});
