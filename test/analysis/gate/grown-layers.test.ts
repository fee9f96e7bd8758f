import { expect, test } from "vitest";
import { analyze } from "../../../src/analysis/analyze.js";
import { grownLayers, type StoredLayer } from "../../../src/analysis/gate/grown-layers.js";
import { historyOf } from "../../support/history.js";
import { memoryImage } from "../../support/memory-image.js";

/** Returns the layers that grew since `before`, in an image with these layers. */
async function grown(
  layers: readonly (readonly [instruction: string, size: number, diffId: string])[],
  before: readonly StoredLayer[],
) {
  const bare = memoryImage(layers.map(([, size], at) => [{ path: `f${at}`, content: "x".repeat(size) }]));
  const image = {
    ...bare,
    history: historyOf(layers.map(([instruction]) => instruction)),
    layers: bare.layers.map((layer, index) => ({ ...layer, diffId: layers[index][2] })),
  };
  return grownLayers(await analyze(image), before);
}

const BEFORE: readonly StoredLayer[] = [
  { diffId: "sha256:base", size: 50, createdBy: "ADD rootfs /" },
  { diffId: "sha256:apt", size: 30, createdBy: "RUN apt-get install" },
  { diffId: "sha256:copy", size: 20, createdBy: "COPY . /app" },
];

test("a layer with the same diff ID, or with fewer bytes, did not grow", async () => {
  const layers = [
    ["ADD rootfs /", 50, "sha256:base"],
    ["RUN apt-get install", 25, "sha256:other"],
  ] as const;
  expect(await grown(layers, BEFORE)).toEqual([]);
});

test("a layer that was built again grew by the added bytes; a layer with another instruction is new", async () => {
  const layers = [
    ["ADD rootfs /", 50, "sha256:base"],
    ["RUN apt-get install", 37, "sha256:x"],
    ["RUN more", 9, "sha256:y"],
    ["COPY . /app", 20, "sha256:z"],
    ["WORKDIR /app", 0, "sha256:w"],
  ] as const;
  expect(await grown(layers, BEFORE)).toEqual([
    { layer: 2, bytes: 9, isNew: true },
    { layer: 1, bytes: 7, isNew: false },
    { layer: 4, bytes: 0, isNew: true },
  ]);
});

test("each layer of the baseline is compared with one layer only", async () => {
  const layers = [
    ["COPY . /app", 20, "sha256:a"],
    ["COPY . /app", 20, "sha256:b"],
  ] as const;
  expect(await grown(layers, BEFORE)).toEqual([{ layer: 1, bytes: 20, isNew: true }]);
});
