import fc from "fast-check";
import { expect, test } from "vitest";
import { merge, versionBelow } from "../../src/tree/layer-diff.js";
import { loadTree } from "../../src/tree/load.js";
import { arbitraryLayers } from "../support/arbitrary-layers.js";
import { memoryImage } from "../support/memory-image.js";

test("the version of a path below a layer is its version in the merged lower layers", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryLayers, async (layers) => {
      const tree = await loadTree(memoryImage(layers));
      for (let layer = 0; layer <= tree.layers.length; layer++) {
        const below = merge(tree.layers.slice(0, layer), tree.size);
        const found = Array.from({ length: tree.size }, (_, node) => versionBelow(tree, node, layer));
        expect(found).toEqual([...below]);
      }
    }),
  );
});
