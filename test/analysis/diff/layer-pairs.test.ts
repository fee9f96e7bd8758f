import { describe, expect, test } from "vitest";
import { analyze } from "../../../src/analysis/analyze.js";
import { alignLayers, sharing } from "../../../src/analysis/diff/layer-pairs.js";
import { type Side, sideOf } from "../../../src/analysis/diff/side.js";
import { historyOf } from "../../support/history.js";
import { memoryImage } from "../../support/memory-image.js";

/** Takes layers as `content:instruction`. Layers with the same content have the same diff ID. */
async function side(...layers: string[]): Promise<Side> {
  const image = memoryImage(layers.map((layer) => [{ path: layer, content: layer.split(":")[0] }]));
  const analysis = await analyze({
    ...image,
    layers: image.layers.map((layer, n) => ({ ...layer, diffId: `sha256:${layers[n].split(":")[0]}` })),
    history: historyOf(layers.map((layer) => `RUN ${layer.split(":")[1]}`)),
  });
  return sideOf(analysis, null);
}

async function checkAlignment(a: string[], b: string[], expected: string[]) {
  const pairs = alignLayers(await side(...a), await side(...b));
  expect(pairs.map(({ is, a: before, b: after }) => `${is} ${before ?? "-"} ${after ?? "-"}`)).toEqual(
    expected,
  );
}

describe("pairs of layers", () => {
  test("layers are paired by diff ID, then by instruction", () =>
    checkAlignment(
      ["base:x", "one:pip", "app:copy"],
      ["base:x", "two:pip", "app:copy"],
      ["same 0 0", "changed 1 1", "same 2 2"],
    ));

  test("removed layers come before added layers", () =>
    checkAlignment(
      ["base:x", "one:pip"],
      ["base:x", "two:apt", "three:make"],
      ["same 0 0", "removed 1 -", "added - 1", "added - 2"],
    ));

  test("layers after an inserted layer are still paired", () =>
    checkAlignment(["a:x", "b:y"], ["a:x", "new:z", "b:y"], ["same 0 0", "added - 1", "same 1 2"]));

  test("with too many layers to compare all pairs, equal layers at the beginning and the end are paired", async () => {
    const many = (name: string) => Array.from({ length: 2100 }, (_, n) => `${name}${n}:${name}${n}`);
    const pairs = alignLayers(
      await side("base:x", ...many("a"), "app:y"),
      await side("base:x", ...many("b"), "app:y"),
    );
    expect([pairs.length, pairs[0], pairs[1], pairs[2101], pairs[4201]]).toEqual([
      4202,
      { is: "same", a: 0, b: 0 },
      { is: "removed", a: 1, b: null },
      { is: "added", a: null, b: 1 },
      { is: "same", a: 2101, b: 2101 },
    ]);
  });

  test("layers with the same diff ID are paired even if their instructions differ", () =>
    checkAlignment(["a:x"], ["a:other"], ["same 0 0"]));
});

test("the new image transfers each layer that the old image lacks once, at any position", async () => {
  expect(sharing(await side("a:x", "b:y", "c:z"), await side("c:z", "d:w", "a:x", "d:w"))).toEqual({
    layers: 2,
    size: 2,
    transfer: { layers: [3], storedBytes: 1, compressedSize: null },
  });
});
