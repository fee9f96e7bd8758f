import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { layerView } from "../../../src/tree/changes.js";
import { Outline } from "../../../src/tree/columns/outline.js";
import { loadTree } from "../../../src/tree/load.js";
import { finished } from "../../../src/tree/pieces.js";
import { flatRows } from "../../../src/tree/view/flat.js";
import { bytesShown, EVERYTHING, entryAt, OWN, shownPaths } from "../../../src/tree/view/shown.js";
import { arbitraryLayers } from "../../support/arbitrary-layers.js";
import { type MemberSpec, memoryImage } from "../../support/memory-image.js";

async function opened(layers: readonly (readonly MemberSpec[])[], mask = EVERYTHING) {
  const tree = await loadTree(memoryImage(layers));
  const view = layerView(tree, layers.length - 1);
  const outline = new Outline(tree);
  const shown = finished(shownPaths(tree, outline, view, { changes: mask, matches: null }));
  return { tree, outline, view, shown };
}

// Sizes near the limits of one digit of the radix sort, and sizes up to the biggest safe integer.
const SIZE = fc.oneof(
  fc.nat(3),
  fc.integer({ min: 65_534, max: 65_538 }),
  fc.integer({ min: 2 ** 32 - 2, max: 2 ** 32 + 2 }),
  fc.maxSafeNat(),
);

test("the flat list has every visible file once, biggest first, and files of equal size in tree order", () =>
  fc.assert(
    fc.asyncProperty(
      arbitraryLayers,
      fc.integer({ min: 0, max: EVERYTHING }),
      fc.array(SIZE, { minLength: 1, maxLength: 20 }),
      async (layers, mask, sizes) => {
        const { tree, outline, view, shown } = await opened(layers, mask);
        for (let node = 0; node < tree.size; node++) {
          const place = outline.sumPlaces[node];
          if (place > 0) shown.sums[place] = sizes[node % sizes.length];
          else outline.sameBytes[node] = sizes[node % sizes.length];
        }
        const files = Array.from({ length: tree.size }, (_, node) => node).filter(
          (node) => node > 0 && shown.kept[node] === OWN && !tree.entries.isFolder(entryAt(view, node)),
        );
        const bytes = (node: number) => bytesShown(outline, shown, node);
        // Array.prototype.toSorted keeps the order of files of equal size.
        const expected = files.toSorted((a, b) => Math.sign(bytes(b) - bytes(a)));
        expect([...flatRows(tree, outline, view, shown)]).toEqual(expected);
      },
    ),
    { numRuns: 300 },
  ));

test("the flat list looks at each of 300,000 files once, and sorts without comparing files", async () => {
  const members = (count: number) =>
    Array.from({ length: count }, (_, i): MemberSpec => ({ path: `f${i}`, content: "x".repeat(i % 50) }));
  const steps = async (count: number) => {
    const { tree, outline, view, shown } = await opened([members(count)]);
    const looks = vi.spyOn(tree.entries, "isFolder");
    const compares = vi.spyOn(Int32Array.prototype, "sort");
    expect(flatRows(tree, outline, view, shown).length).toBe(count);
    expect(compares).not.toHaveBeenCalled();
    compares.mockRestore();
    return looks.mock.calls.length;
  };
  expect([await steps(3000), await steps(300_000)]).toEqual([3000, 300_000]);
}, 60_000);
