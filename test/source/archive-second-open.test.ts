import { appendFileSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { Cache } from "../../src/source/cache/cache.js";
import { Store } from "../../src/source/cache/cache-store.js";
import { loadTree } from "../../src/tree/load.js";
import { compress, type LayerCompression } from "../support/compression.js";
import { image } from "../support/fixture.js";
import type { LayerSpec } from "../support/layer-spec.js";
import { type Packing, packings } from "../support/packings.js";
import { layerx } from "../support/run.js";
import { archive } from "../support/save.js";
import { tempDir } from "../support/temp.js";
import { open, stdin, type Wish } from "./opening.js";

const LAYERS: readonly LayerSpec[] = [
  { a: "one", "usr/": null },
  { b: "two".repeat(500) },
  { a: "changed", ".wh.b": "" },
];

/** A file with an archive that is compressed as a whole. */
async function packedFile(
  packing: Packing,
  { layers = "none", whole = "gzip" }: { layers?: LayerCompression; whole?: "gzip" | "zstd" } = {},
): Promise<string> {
  const path = join(tempDir(), "image.tar.packed");
  writeFileSync(
    path,
    compress(await archive(packing, [await image(LAYERS, { compression: layers })]), whole),
  );
  return path;
}

/** Opens the image and reads its layers. @returns the phases of the progress. */
async function phases(path: string, cache: Cache, wish: Wish = {}): Promise<string[]> {
  const seen = new Set<string>();
  const opened = await open(path, { cache, onProgress: ({ phase }) => seen.add(phase), ...wish });
  await loadTree(opened);
  await opened.close();
  return [...seen];
}

function newCache(): Cache {
  const folder = join(tempDir(), "cache");
  return new Cache(new Store({ folder, uid: undefined, pid: 1, now: () => Date.now(), debug: () => {} }));
}

describe.each([
  ["a docker archive in gzip", packings.dockerSave25, "none", "gzip"],
  ["an older docker archive in zstd", packings.dockerSave24, "none", "zstd"],
  ["an OCI archive of gzip layers in gzip", packings.ociArchive, "gzip", "gzip"],
] as const)("%s", (_, packing, layers, whole) => {
  test("is not unpacked again for a second open", async () => {
    const path = await packedFile(packing, { layers, whole });
    const cache = newCache();
    expect(await phases(path, cache)).toEqual(["unpacking"]);
    expect(await phases(path, cache)).toEqual([]);
  });

  test.each([["inspect", "--format", "json"], ["tree"], ["waste"], ["history"], ["ci"]])(
    "has the same output of `layerx %s` on a second open",
    async (command, ...options) => {
      const path = await packedFile(packing, { layers, whole });
      const args = [command, path, ...options, "--cache-dir", tempDir()];
      const without = await layerx([...args, "--no-cache"]);
      expect(await layerx(args)).toEqual(without);
      expect(await layerx(args)).toEqual(without);
    },
  );
});

test("file content is read correctly after a second open without unpacking", async () => {
  const path = await packedFile(packings.dockerSave25);
  const cache = ["--cache-dir", tempDir()];
  await layerx(["tree", path, ...cache]);
  expect((await layerx(["cat", path, "/a", ...cache])).stdout).toBe("changed");
});

test("a compressed archive that has changed is unpacked again", async () => {
  const path = await packedFile(packings.dockerSave25);
  const cache = newCache();
  await phases(path, cache);
  appendFileSync(path, gzipSync(""));
  expect(await phases(path, cache)).toEqual(["unpacking"]);
});

test("reading content is an error if the compressed archive changed after it was opened", async () => {
  const path = await packedFile(packings.dockerSave25);
  const cache = newCache();
  await phases(path, cache);
  const opened = await open(path, { cache });
  const tree = await loadTree(opened);
  writeFileSync(path, readFileSync(path));
  utimesSync(path, 1, 1);
  const row = tree.layers[0].entries[0];
  await expect(opened.layers[0].readAll([tree.entries.content(row)])).rejects.toMatchObject({
    code: "layer-corrupt",
  });
  await opened.close();
});

test("the cache of a compressed archive is used only for the same image and platform", async () => {
  const path = await packedFile(packings.dockerSave25);
  const cache = newCache();
  await phases(path, cache);
  expect(await phases(path, cache, { image: "0" })).toEqual(["unpacking"]);
  expect(await phases(path, cache, { image: "0" })).toEqual([]);
  await expect(open(path, { cache, platform: "linux/arm64" })).rejects.toMatchObject({
    code: "platform-mismatch",
  });
});

test("an image from a pipe is read again each time", async () => {
  const bytes = readFileSync(await packedFile(packings.dockerSave25));
  const cache = newCache();
  for (const _ of [1, 2]) expect(await phases("-", cache, { stdin: stdin(bytes) })).toContain("reading");
});
