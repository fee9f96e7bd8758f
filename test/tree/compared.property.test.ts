import fc from "fast-check";
import { expect, test } from "vitest";
import { ADDED, comparedView, layerView, MODIFIED, REMOVED } from "../../src/tree/changes.js";
import { loadTree } from "../../src/tree/load.js";
import { arbitraryLayers } from "../support/arbitrary-layers.js";
import { memoryImage } from "../support/memory-image.js";
import { type ReferenceFilesystem, referenceSteps } from "../support/reference.js";

/** The paths that differ between two filesystems, each with its change. */
function naive(below: ReferenceFilesystem, above: ReferenceFilesystem): Record<string, number> {
  const changes: Record<string, number> = {};
  for (const path of below.keys()) if (!above.has(path)) changes[`/${path}`] = REMOVED;
  for (const [path, { layer }] of above) {
    const before = below.get(path);
    if (before === undefined) changes[`/${path}`] = ADDED;
    else if (before.layer !== layer) changes[`/${path}`] = MODIFIED;
  }
  return changes;
}

test("the comparison of two layers is that of their filesystems, path by path", () =>
  fc.assert(
    fc.asyncProperty(arbitraryLayers, fc.nat(), fc.nat(), async (layers, one, other) => {
      const [lower, upper] = [one % layers.length, other % layers.length].sort();
      const tree = await loadTree(memoryImage(layers));
      const { changes } = comparedView(layerView(tree, lower).rootfs, layerView(tree, upper).rootfs);
      const found = [...changes].flatMap((change, node) =>
        change === 0 ? [] : ([[tree.path(node), change]] as const),
      );
      const steps = referenceSteps(layers);
      expect(Object.fromEntries(found)).toEqual(naive(steps[lower].filesystem, steps[upper].filesystem));
    }),
    { numRuns: 300 },
  ));

test("a layer compared with the one below it is what the layer changed", () =>
  fc.assert(
    fc.asyncProperty(arbitraryLayers, async (layers) => {
      const tree = await loadTree(memoryImage(layers));
      for (let layer = 1; layer < layers.length; layer++) {
        const { rootfs, below, changes } = layerView(tree, layer);
        expect(comparedView(below, rootfs).changes).toEqual(changes);
      }
    }),
    { numRuns: 100 },
  ));
