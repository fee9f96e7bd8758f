import fc from "fast-check";
import { expect, test } from "vitest";
import { analyze } from "../../../src/analysis/analyze.js";
import { betweenLayers, decided } from "../../../src/analysis/diff/between-layers.js";
import { compareImages } from "../../../src/analysis/diff/compare-images.js";
import {
  PATH_ADDED as CAME,
  METADATA,
  MOVED,
  MOVED_AWAY,
  PATH_CHANGED,
  PATH_REMOVED as WENT,
} from "../../../src/analysis/diff/path-difference.js";
import { ADDED, layerView, MODIFIED, REMOVED } from "../../../src/tree/changes.js";
import { arbitraryLayers } from "../../support/arbitrary-layers.js";
import { memoryImage } from "../../support/memory-image.js";

/** What `diff --layer` says, as changes of a view. */
const CHANGES = new Map<number, number>([
  [CAME, ADDED],
  [MOVED, ADDED],
  [WENT, REMOVED],
  [MOVED_AWAY, REMOVED],
  [PATH_CHANGED, MODIFIED],
  [METADATA, MODIFIED],
]);

test("the changes between two layers are those of diff --layer, path by path, whether digests are known or not", () =>
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

test("another time is not a difference, another mode is a difference in metadata, and unread content counts as modified", async () => {
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
