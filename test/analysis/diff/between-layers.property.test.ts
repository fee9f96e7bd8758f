import fc from "fast-check";
import { expect, test } from "vitest";
import { analyze } from "../../../src/analysis/analyze.js";
import { betweenLayers, decided } from "../../../src/analysis/diff/between-layers.js";
import { compareImages } from "../../../src/analysis/diff/compare-images.js";
import {
  METADATA,
  MOVED,
  MOVED_AWAY,
  PATH_ADDED,
  PATH_CHANGED,
  PATH_REMOVED,
} from "../../../src/analysis/diff/path-difference.js";
import { ADDED, layerView, MODIFIED, REMOVED } from "../../../src/tree/changes.js";
import { arbitraryLayers } from "../../support/arbitrary-layers.js";
import { memoryImage } from "../../support/memory-image.js";

/** The change in a view for each difference of `diff --layer`. */
const CHANGES = new Map<number, number>([
  [PATH_ADDED, ADDED],
  [MOVED, ADDED],
  [PATH_REMOVED, REMOVED],
  [MOVED_AWAY, REMOVED],
  [PATH_CHANGED, MODIFIED],
  [METADATA, MODIFIED],
]);

test("the changes between two layers are the same as in diff --layer, with and without known digests", () =>
  fc.assert(
    fc.asyncProperty(
      arbitraryLayers,
      fc.nat(),
      fc.nat(),
      fc.boolean(),
      async (layers, one, other, digests) => {
        const [lower, upper] = [one % layers.length, other % layers.length].sort((x, y) => x - y);
        const analysis = await analyze(memoryImage(layers), { digests });
        const [below, rootfs] = [lower, upper].map((layer) => layerView(analysis.tree, layer).rootfs);
        const found = await decided(analysis, betweenLayers(analysis, below, rootfs));
        const { differences } = await compareImages(analysis, analysis, { upTo: { a: lower, b: upper } });
        expect([...found.changes]).toEqual([...differences].map((one) => CHANGES.get(one) ?? 0));
        expect([...(found.metadataOnly ?? [])]).toEqual(
          [...differences].map((one) => Number(one === METADATA)),
        );
      },
    ),
    { numRuns: 300 },
  ));

test("another time is not a change, another mode is a metadata change, and unread content counts as modified", async () => {
  const image = memoryImage([
    [
      { path: "mode", content: "same", mode: 0o644 },
      { path: "other", content: "same" },
      { path: "time", content: "same", mtime: 1 },
    ],
    [
      { path: "mode", content: "same", mode: 0o755 },
      { path: "other", content: "else" },
      { path: "time", content: "same", mtime: 2 },
    ],
  ]);
  const analysis = await analyze(image);
  const [below, rootfs] = [0, 1].map((layer) => layerView(analysis.tree, layer).rootfs);
  const first = betweenLayers(analysis, below, rootfs);
  expect([...first.changes]).toEqual([0, MODIFIED, MODIFIED, MODIFIED]);
  const view = await decided(analysis, first);
  expect([...view.changes]).toEqual([0, MODIFIED, MODIFIED, 0]);
  expect([...(view.metadataOnly ?? [])]).toEqual([0, 1, 0, 0]);
});
