import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { FileBytes } from "../../../src/image/entry.js";
import type { Image } from "../../../src/image/image.js";
import { Cache } from "../../../src/source/cache/cache.js";
import { Store } from "../../../src/source/cache/cache-store.js";
import { rawPath } from "../../../src/text/escape.js";
import { loadTree } from "../../../src/tree/load.js";
import { digestOf, image } from "../../support/fixture.js";
import { entriesOf, membersOf } from "../../support/members.js";
import { podmanStorage } from "../../support/podman-storage.js";
import { tempDir } from "../../support/temp.js";
import { open, refusal, type Wish } from "../opening.js";

const CONTENT = "two".repeat(500);

async function stored() {
  const built = await image([{ "etc/a": "one", "etc/b": CONTENT }], { references: ["localhost/app:1"] });
  const storage = podmanStorage(tempDir(), built, { driver: "overlay", names: ["localhost/app:1"] });
  const folder = join(tempDir(), "cache");
  const cache = new Cache(
    new Store({ folder, uid: undefined, pid: 1, now: () => Date.now(), debug: () => {} }),
  );
  const openAs = (uid: number, wish: Wish = {}) =>
    open("podman:app:1", {
      network: { env: { CONTAINERS_STORAGE_CONF: storage.conf }, uid },
      cache,
      ...wish,
    });
  return { storage, cache, openAs, split: storage.splits[0], file: join(storage.files[0], "etc/b") };
}

async function pathsOf(opening: Promise<Image>): Promise<string[]> {
  const opened = await opening;
  const [layer] = opened.layers;
  const paths = entriesOf(await layer.members({})).map(({ path }) => path);
  await opened.close();
  return paths;
}

/** Opens once, then replaces the cached index, so that a test sees if members come from the cache. */
async function opened(uid = 0) {
  const all = await stored();
  const { cache, openAs, split } = all;
  const real = await pathsOf(openAs(uid));
  expect(real).toEqual(["etc/a", "etc/b"]);
  const [file] = entriesOf(await (await openAs(uid)).layers[0].members({})).slice(-1);
  await cache.keepLayer(keyOf(split), {
    members: membersOf([{ ...file, path: rawPath("from-the-cache") }]),
    sums: { entries: 1, textBytes: 0, sparseChunks: 0, contentBytes: 0 },
  });
  return { ...all, real };
}

const keyOf = (split: string) => ({ diffId: digestOf(readFileSync(split)), estargz: false, tarSplit: true });

test.each([0, 1000])("user %i: a second open uses the headers in the cache", async (uid) => {
  const { openAs } = await opened(uid);
  expect(await pathsOf(openAs(uid))).toEqual(["from-the-cache"]);
});

test("a cache entry of root is not used for a user without a check of permissions", async () => {
  const { openAs, real } = await opened(0);
  expect(await pathsOf(openAs(1000))).toEqual(real);
});

test("the headers are read again if the tar-split file has other bytes", async () => {
  const { openAs, split, real } = await opened();
  writeFileSync(split, gzipSync(gunzipSync(readFileSync(split)), { level: 1 }));
  expect(await pathsOf(openAs(0))).toEqual(real);
});

test("the headers are read again if a limit is set", async () => {
  const { openAs, real } = await opened();
  expect(await pathsOf(openAs(0, { limits: { entries: 1000 } }))).toEqual(real);
  const listed = async () => {
    const one = await openAs(0, { limits: { entries: 1 } });
    await loadTree(one);
    return one;
  };
  expect(await refusal(listed())).toMatch(/^limit-passed: /);
});

test("the storage is not used if the list of layers has another size than the cache", async () => {
  const { storage, openAs } = await opened();
  const list = join(storage.root, "overlay-layers/layers.json");
  writeFileSync(list, readFileSync(list, "utf8").replace(/"diff-size":(\d+)/, '"diff-size":1$1'));
  expect(
    await refusal(
      openAs(0, { network: { env: { CONTAINERS_STORAGE_CONF: storage.conf, PATH: "" }, uid: 0 } }),
    ),
  ).toMatch(/^engine-no-image|^engine-/);
});

test("cached headers are not found under a diff ID, because they do not prove it", async () => {
  const { cache, split } = await opened();
  const { diffId } = keyOf(split);
  expect(await cache.layer({ diffId, estargz: false })).toBeNull();
  expect(await cache.layer(keyOf(split))).not.toBeNull();
});

test("after a second open, every way to read contents reads and checks the storage", async () => {
  const { openAs, file } = await stored();
  const first = await openAs(0);
  const tree = await loadTree(first);
  await first.close();
  const { entries } = tree;
  const rows = Array.from({ length: entries.size }, (_, row) => row);
  const row = rows.find((each) => entries.bytes(each) === CONTENT.length) ?? -1;
  const content: FileBytes = entries.content(row);
  const ways: Record<string, (image: Image) => Promise<string>> = {
    open: async ({ layers: [layer] }) => textOf(layer.open(content)),
    readAll: async ({ layers: [layer] }) => Buffer.from((await layer.readAll([content]))[0]).toString(),
    digests: async ({ layers: [layer] }) => Buffer.from((await layer.digests([content]))[0]).toString("hex"),
    contents: async ({ layers: [layer] }) => {
      let found = "";
      for await (const one of layer.contents([content])) found += await textOf(one.content);
      return found;
    },
    pieces: async ({ layers: [layer] }) => {
      let found = "";
      for await (const pieces of layer.pieces([content]))
        for (const { bytes } of pieces) found += Buffer.from(bytes).toString();
      return found;
    },
  };
  for (const [way, read] of Object.entries(ways)) {
    const second = await openAs(0);
    await loadTree(second);
    const expected = way === "digests" ? createHash("sha256").update(CONTENT).digest("hex") : CONTENT;
    expect([way, await read(second)]).toEqual([way, expected]);
    await second.close();
  }
  writeFileSync(file, CONTENT.replace("t", "T"));
  for (const [way, read] of Object.entries(ways)) {
    const second = await openAs(0);
    await loadTree(second);
    await expect(read(second), way).rejects.toMatchObject({ code: "storage-changed" });
    await second.close();
  }
});

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(Uint8Array.from(chunk));
  return Buffer.concat(parts).toString();
}
