import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Image } from "../../../src/image/image.js";
import type { LayerMembers } from "../../../src/image/members/members.js";
import type { KeptLayer } from "../../../src/source/blob.js";
import { Cache } from "../../../src/source/cache/cache.js";
import { Store, VERSION } from "../../../src/source/cache/cache-store.js";
import { imageOf } from "../../../src/source/layers/image-of.js";
import { DEFAULT_LIMITS } from "../../../src/source/limits.js";
import { list } from "../../../src/source/open.js";
import { rawPath } from "../../../src/text/escape.js";
import { loadTree } from "../../../src/tree/load.js";
import type { LayerCompression } from "../../support/compression.js";
import { digestOf, image } from "../../support/fixture.js";
import { hardlink, symlink } from "../../support/layer-spec.js";
import { entriesOf, membersOf, pathsOf, plain } from "../../support/members.js";
import { type Packing, packings } from "../../support/packings.js";
import { save } from "../../support/save.js";
import { StreamedSource } from "../../support/streamed-source.js";
import { tempDir } from "../../support/temp.js";
import { open, type Wish } from "../opening.js";

const LAYER = {
  "etc/": null,
  "etc/hosts": "first",
  "bin/sh": symlink("busybox"),
  "etc/hosts2": hardlink("etc/hosts"),
  big: "x".repeat(100_000),
};

function newCache(): Cache {
  return new Cache(
    new Store({
      folder: join(tempDir(), "cache"),
      uid: undefined,
      pid: 1,
      now: () => Date.now(),
      debug: () => {},
    }),
  );
}

async function saved(packing: Packing, compression: LayerCompression) {
  const built = await image([LAYER], { compression });
  return { built, path: await save(packing, [built], tempDir()) };
}

/** @returns the members of all layers. */
async function scanned({ layers, close }: Image, { digests = true } = {}) {
  const members: LayerMembers[] = [];
  for (const layer of layers) members.push(await layer.members({ digests }));
  await close();
  return members;
}

/** Replaces a layer in the cache, so that a test sees if members come from the cache. */
async function mark(cache: Cache, kept: KeptLayer): Promise<void> {
  const [layer] = await scanned(await open((await saved(packings.ociArchive, "none")).path));
  const [file] = entriesOf(layer).filter(({ type }) => type === "file");
  const members = membersOf([{ ...file, path: rawPath("from-the-cache") }]);
  await cache.keepLayer(kept, {
    members,
    sums: { entries: 1, textBytes: 0, sparseChunks: 0, contentBytes: 0 },
  });
}

const paths = (layers: readonly LayerMembers[]) => layers.flatMap(entriesOf).map(({ path }) => path);

/** @returns the key of a layer with this compression in the cache. */
const keptAs = ({ diffId }: { diffId: string }, compression: LayerCompression): KeptLayer => ({
  diffId,
  estargz: compression === "estargz",
});

describe.each([packings.ociArchive, packings.ociLayout, packings.podmanSave])("$name", (packing) => {
  test.each(["gzip", "zstd", "estargz"] as const)(
    "a %s layer from the cache has the same members",
    async (compression) => {
      const cache = newCache();
      const { path, built } = await saved(packing, compression);
      const without = (await scanned(await open(path))).map(plain);
      expect((await scanned(await open(path, { cache }), { digests: false })).map(plain)).toEqual(without);
      expect(await cache.layer(keptAs(built.layers[0], compression))).not.toBeNull();
      expect((await scanned(await open(path, { cache }))).map(plain)).toEqual(without);

      await mark(cache, keptAs(built.layers[0], compression));
      expect(paths(await scanned(await open(path, { cache })))).toEqual(["from-the-cache"]);
    },
  );

  test("an uncompressed layer is not added to the cache", async () => {
    const cache = newCache();
    const { path, built } = await saved(packing, "none");
    await scanned(await open(path, { cache }));
    expect(await cache.layer(keptAs(built.layers[0], "none"))).toBeNull();
  });
});

async function marked(wish: Wish = {}) {
  const cache = newCache();
  const { path, built } = await saved(packings.ociArchive, "gzip");
  await scanned(await open(path, { cache }));
  await mark(cache, keptAs(built.layers[0], "gzip"));
  return { path, cache, again: () => open(path, { cache, ...wish }) };
}

test("an archive that has changed is read again", async () => {
  const { path, again } = await marked();
  appendFileSync(path, Buffer.alloc(512));
  expect(paths(await scanned(await again()))).toContain("etc/hosts");
});

test("with a limit, the layer is read again instead of used from the cache", async () => {
  const { again } = await marked({ limits: { expandedBytes: 1000 } });
  const opened = await again();
  await expect(scanned(opened)).rejects.toMatchObject({ code: "limit-passed" });
});

test("a layer with the diff ID of another layer does not use or change the cache entry of that layer", async () => {
  const cache = newCache();
  const victim = await image([LAYER], { compression: "gzip" });
  const liar = await image([{ evil: "1" }], { compression: "gzip" });
  const config = JSON.parse(liar.config.toString());
  config.rootfs.diff_ids = [victim.layers[0].diffId];
  const bytes = Buffer.from(JSON.stringify(config));
  const lying = { ...liar, config: bytes, id: digestOf(bytes) };
  const lyingPath = await save(packings.podmanSave, [lying], tempDir());
  const victimPath = await save(packings.podmanSave, [victim], tempDir());

  for (let run = 0; run < 2; run++) {
    const opened = await open(lyingPath, { cache });
    expect(paths(await scanned(opened))).toEqual(["evil"]);
    expect(
      opened.warnings.map(({ code }) => code),
      `run ${run}`,
    ).toEqual(["diff-id-mismatch"]);
    expect(paths(await scanned(await open(victimPath, { cache })))).toContain("etc/hosts");
  }
});

test("file contents and --verify read the layer itself, also if its headers come from the cache", async () => {
  const cache = newCache();
  const { path } = await saved(packings.ociArchive, "gzip");
  await scanned(await open(path, { cache }));
  const opened = await open(path, { cache });
  const hosts = entriesOf(await opened.layers[0].members({})).find((entry) => entry.path === "etc/hosts");
  if (hosts === undefined) throw new Error("no hosts");
  const chunks: Uint8Array[] = [];
  for await (const chunk of opened.layers[0].open(hosts)) chunks.push(chunk);
  expect(Buffer.concat(chunks).toString()).toBe("first");
  const passed: number[] = [];
  await opened.layers[0].verify({ onProgress: (bytes) => passed.push(bytes) });
  expect(passed.length).toBeGreaterThan(0);
  await opened.close();
});

test("a layer that cannot be cached leaves no entry that points to it", async () => {
  const folder = join(tempDir(), "cache");
  const store = new Store({ folder, uid: undefined, pid: 1, now: () => Date.now(), debug: () => {} });
  const cache = new Cache(store);
  const { path, built } = await saved(packings.ociArchive, "gzip");
  // A folder in the place of the entry: renaming a file to it fails.
  const name = `layer-${createHash("sha256").update(built.layers[0].diffId).digest("hex")}`;
  mkdirSync(join(store.folder, name), { recursive: true });
  await scanned(await open(path, { cache }));
  expect(readdirSync(store.folder)).toEqual([name]);
});

test("a streamed blob with an entry in the cache is not read again", async () => {
  const cache = newCache();
  const built = await image([LAYER], { compression: "gzip" });
  const opened = async () => {
    const source = new StreamedSource(packings.ociArchive.files([built]), "archive", cache);
    const listing = await list(source, { forced: null, limits: DEFAULT_LIMITS });
    const found = await imageOf(source, listing, { source: "streamed", host: { arch: "x64" }, cache });
    return { source, members: (await scanned(found)).map(plain) };
  };
  const first = await opened();
  const second = await opened();
  expect(second.members).toEqual(first.members);
  expect([...first.source.reads.values()]).toEqual([1]);
  expect([...second.source.reads.values()]).toEqual([]);
});

test("a damaged entry of the cache counts as missing and is written again", async () => {
  const folder = join(tempDir(), "cache");
  const cache = new Cache(
    new Store({ folder, uid: undefined, pid: 1, now: () => Date.now(), debug: () => {} }),
  );
  const { path, built } = await saved(packings.ociArchive, "zstd");
  const members = (await scanned(await open(path, { cache }))).map(plain);
  const name = `layer-${createHash("sha256").update(built.layers[0].diffId).digest("hex")}`;
  const file = join(folder, VERSION, name);
  const [first, second] = [100, readFileSync(file).length - 1];
  for (const at of [0, 9, first, second]) {
    const bytes = readFileSync(file);
    bytes[at] ^= 1;
    writeFileSync(file, bytes);
    expect((await scanned(await open(path, { cache }))).map(plain)).toEqual(members);
    expect(await cache.layer(keptAs(built.layers[0], "zstd")), `${at}`).not.toBeNull();
  }
});

describe("the merged tree of an image", () => {
  const files = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, name]));
  const LOWER = files(["a", "b", "etc/c"]);

  /** @returns the paths of the tree in the cache for an image, or `null`. */
  async function recalled(path: string, wish: Wish): Promise<string[] | null> {
    const opened = await open(path, wish);
    try {
      const found = await opened.tree?.recall();
      return found ? pathsOf(found.columns.paths) : null;
    } finally {
      await opened.close();
    }
  }

  async function loaded(path: string, wish: Wish): Promise<void> {
    const opened = await open(path, wish);
    await loadTree(opened);
    await opened.close();
  }

  const keeping = () =>
    new Cache(
      new Store({ folder: join(tempDir(), "cache"), uid: undefined, pid: 1, now: () => 0, debug: () => {} }),
      { treesFrom: 1 },
    );

  test("is saved for each archive of the image, and has the same paths", async () => {
    const cache = keeping();
    const built = await image([LOWER, { "etc/.wh.c": "", d: "d" }], { compression: "gzip" });
    const [path, other] = [
      await save(packings.ociArchive, [built], tempDir()),
      await save(packings.podmanSave, [built], tempDir()),
    ];
    expect(await recalled(path, { cache })).toBeNull();
    await loaded(path, { cache });
    expect(await recalled(path, { cache })).toEqual(["", "a", "b", "d", "etc", "etc/c"]);
    expect(await recalled(other, { cache })).toBeNull();
    await loaded(other, { cache });
    expect(await recalled(other, { cache })).toEqual(["", "a", "b", "d", "etc", "etc/c"]);
  });

  test("is not used for the same layers in another order, or for only some of them", async () => {
    const cache = keeping();
    const upper = files(["d", "e", "opt/f"]);
    const saving = async (layers: readonly Record<string, string>[]) =>
      save(packings.ociArchive, [await image(layers, { compression: "gzip" })], tempDir());
    const [both, turned, one] = [
      await saving([LOWER, upper]),
      await saving([upper, LOWER]),
      await saving([LOWER]),
    ];
    await loaded(both, { cache });
    for (const path of [turned, one]) {
      // Now the cache has all layers of this archive.
      await scanned(await open(path, { cache }));
      expect(await recalled(path, { cache })).toBeNull();
    }
  });

  test("is not saved if it is small, if a limit is set, or if a layer is not in the cache", async () => {
    const small = newCache();
    const built = await image([LOWER], { compression: "gzip" });
    const path = await save(packings.ociArchive, [built], tempDir());
    await loaded(path, { cache: small });
    expect(await recalled(path, { cache: small })).toBeNull();

    const cache = keeping();
    await loaded(path, { cache, limits: { entries: 100 } });
    expect(await recalled(path, { cache })).toBeNull();

    const plainPath = await save(packings.ociArchive, [await image([LOWER])], tempDir());
    await loaded(plainPath, { cache });
    expect(await recalled(plainPath, { cache })).toBeNull();
  });
});
