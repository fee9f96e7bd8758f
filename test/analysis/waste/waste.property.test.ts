import fc from "fast-check";
import { expect, test } from "vitest";
import { analyze, waste } from "../../../src/analysis/analyze.js";
import { escapePath } from "../../../src/text/escape.js";
import { arbitraryLayers } from "../../support/arbitrary-layers.js";
import { memoryImage } from "../../support/memory-image.js";
import {
  referenceRootfsSize,
  referenceSize,
  referenceSteps,
  referenceWaste,
} from "../../support/reference.js";

const RUNS = { numRuns: 3000 };

test("wastedBytes = size − rootfsSize = the sum of all wasted copies, for every image", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryLayers, async (layers) => {
      const analysis = await analyze(memoryImage(layers));
      const copies = await waste(analysis);
      const { size, rootfsSize, wastedBytes, efficiency, wastedPercent } = analysis.metrics;
      expect(wastedBytes).toBe(size - rootfsSize);
      expect(copies.reduce((sum, copy) => sum + copy.bytes, 0)).toBe(wastedBytes);
      expect(analysis.metrics.layers.reduce((sum, layer) => sum + (layer.wastedBytes ?? 0), 0)).toBe(
        wastedBytes,
      );
      expect(efficiency >= 0 && efficiency <= 1 && wastedPercent >= 0 && wastedPercent <= 1).toBe(true);
    }),
    RUNS,
  );
});

test("sizes, changes and wasted copies are the same as in the slow reference implementation", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryLayers, fc.boolean(), async (layers, digestsInScan) => {
      const analysis = await analyze(memoryImage(layers, { digestsInScan }));
      const { tree, metrics } = analysis;
      const steps = referenceSteps(layers);
      expect(
        metrics.layers.map(({ size, added, modified, removed }) => ({ size, added, modified, removed })),
      ).toEqual(
        steps.map(({ added, modified, removed }, i) => ({
          size: referenceSize(layers[i]),
          added,
          modified,
          removed,
        })),
      );
      expect(metrics.rootfsSize).toBe(referenceRootfsSize(steps[steps.length - 1].filesystem));
      const copies = (await waste(analysis)).map(({ node, bytes, cause, layer, endedBy }) => ({
        path: escapePath(tree.path(node)).slice(1),
        bytes,
        layer,
        endedBy,
        cause,
      }));
      expect(copies.map(line).sort()).toEqual(referenceWaste(layers).map(line).sort());
    }),
    RUNS,
  );
});

function line(copy: { path: string; bytes: number; layer: number; endedBy: number; cause: string }): string {
  return `${copy.path} ${copy.bytes} ${copy.cause} ${copy.layer}→${copy.endedBy}`;
}
