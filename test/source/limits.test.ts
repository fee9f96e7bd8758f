import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { DEFAULT_LIMITS, forStored, type Limits } from "../../src/source/limits.js";
import { loadTree } from "../../src/tree/load.js";
import { jsonBytes } from "../support/fixture.js";
import { hardlink, type SpecPair, symlink } from "../support/layer-spec.js";
import { packTar } from "../support/tar.js";
import { openTar, refusal } from "./opening.js";

/** An archive with a manifest of these layers. A layer can be listed several times. */
function archive(layers: readonly string[], blobs: Record<string, Buffer>, more: object = {}): SpecPair[] {
  return [
    ...Object.entries(blobs),
    ["c.json", jsonBytes({ rootfs: { diff_ids: [] }, history: [{}], ...more })],
    ["manifest.json", jsonBytes([{ Config: "c.json", Layers: layers }])],
  ];
}

async function loading(files: SpecPair[], limits: Partial<Limits>): Promise<string> {
  const opening = openTar(files, { limits }).then(async (image) => {
    try {
      await loadTree(image);
    } finally {
      await image.close();
    }
    return image;
  });
  return refusal(opening).catch(String);
}

describe("limits count over the whole image:", () => {
  test("all JSON documents together, also a document that is read again", async () => {
    const config = jsonBytes({ rootfs: { diff_ids: [] }, history: [{ comment: "x".repeat(1000) }] });
    const many = Array.from({ length: 5 }, () => ({ Config: "c.json", Layers: [] }));
    const manifest = jsonBytes(many);
    const files: SpecPair[] = [
      ["c.json", config],
      ["manifest.json", manifest],
    ];
    const opened = (documentBytes: number) =>
      refusal(openTar(files, { image: "0", limits: { documentBytes, jsonBytes: 2000 } })).catch(String);
    expect(await opened(manifest.length + 5 * config.length)).toBe("it was opened");
    expect(await opened(manifest.length + config.length - 1)).toBe(
      "limit-passed: c.json of image exceeds a limit, since the limit on all JSON documents together, in bytes is " +
        `${manifest.length + config.length - 1}`,
    );
    expect(await opened(manifest.length - 1)).toContain("manifest.json of image exceeds a limit");
    // The rest of the limit is enough for the first config; the others are only lines of the list.
    expect(await opened(manifest.length + config.length)).toBe("it was opened");
  });

  test("the entries of a layer that is listed several times count each time", async () => {
    const files = archive(["l", "l", "l"], { l: await packTar({ a: "x", b: "y" }) });
    expect(await loading(files, { entries: 6 })).toBe("it was opened");
    expect(await loading(files, { entries: 5 })).toContain("the limit on the number of entries is 5");
  });

  test("paths that are only targets of links count as entries", async () => {
    const tar = await packTar({ l: symlink("x/y/z"), "l/f": "x", h: hardlink("q/r") });
    const files = archive(["l"], { l: tar });
    expect(await loading(files, { entries: 9 })).toBe("it was opened");
    expect(await loading(files, { entries: 8 })).toContain("the limit on the number of entries is 8");
  });

  test("the decompressed bytes of all layers", async () => {
    const tar = gzipSync(await packTar({ a: "x" }));
    const files = archive(["l", "m", "l"], { l: tar, m: tar });
    expect(await loading(files, { expandedBytes: 4096 })).toBe("it was opened");
    expect(await loading(files, { expandedBytes: 4095 })).toContain("what compressed data expands to");
  });

  test("the number of layers and of history entries", async () => {
    const files = archive(["l", "l", "l"], { l: await packTar({}) });
    expect(await loading(files, { layers: 2 })).toContain("the limit on the number of layers is 2");
    const longHistory = archive(["l"], { l: await packTar({}) }, { history: [{}, {}, {}] });
    expect(await loading(longHistory, { historyRows: 2 })).toContain(
      "the limit on the entries of the history is 2",
    );
  });
});

test("default limits grow with the stored bytes, and limits from the user do not", () => {
  const stored = 64_000_000;
  const grown = forStored(DEFAULT_LIMITS, stored);
  expect(grown.entries).toBe(DEFAULT_LIMITS.entries + 500_000);
  expect(grown.textBytes).toBe(DEFAULT_LIMITS.textBytes + stored);
  expect(grown.expandedBytes).toBe(DEFAULT_LIMITS.expandedBytes + 64 * stored);
  const given = { ...DEFAULT_LIMITS, entries: 5, textBytes: 6, expandedBytes: 7 };
  expect(forStored(given, stored)).toEqual(given);
});
