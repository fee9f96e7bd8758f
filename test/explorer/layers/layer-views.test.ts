import fc from "fast-check";
import { expect, test } from "vitest";
import { LayerViews } from "../../../src/explorer/layers/layer-views.js";
import { layerView } from "../../../src/tree/changes.js";
import { loadTree } from "../../../src/tree/load.js";
import { memoryImage } from "../../support/memory-image.js";
import { members } from "../start.js";

const LAYERS = [
  members("a: 1", "b/", "b/c: 1"),
  members("a: 12"),
  members(".wh.a", "d: 1"),
  members("b/.wh..wh..opq", "b/e: 1"),
  members("a/", "a/f: 1", ".wh.d"),
  members("g: 1"),
];

test("a view is the same after any other views, and with any limit of memory", () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(LAYERS.length - 1), { maxLength: 30 }),
      fc.constantFrom(0, 1000, 1_000_000),
      async (visits, mostBytes) => {
        const tree = await loadTree(memoryImage(LAYERS));
        const views = new LayerViews(tree, mostBytes);
        for (const layer of visits) expect(views.view(layer)).toEqual(layerView(tree, layer));
      },
    ),
    { numRuns: 50 },
  ));

test("the view below the lowest layer is empty", async () => {
  const tree = await loadTree(memoryImage(LAYERS));
  const { rootfs, changes } = new LayerViews(tree).view(-1);
  expect([new Set(rootfs), new Set(changes)]).toEqual([new Set([-1]), new Set([0])]);
});
