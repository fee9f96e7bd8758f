import fc from "fast-check";
import { expect, test } from "vitest";
import { ADDED, differenceOf, layerView, MODIFIED, REMOVED } from "../../../src/tree/changes.js";
import { Outline } from "../../../src/tree/columns/outline.js";
import { loadTree } from "../../../src/tree/load.js";
import { finished } from "../../../src/tree/pieces.js";
import { ChangesBelow } from "../../../src/tree/view/changes-below.js";
import { rows, type SortOrder } from "../../../src/tree/view/rows.js";
import { EVERYTHING, shownPaths } from "../../../src/tree/view/shown.js";
import { ViewChanges } from "../../../src/tree/view/view-changes.js";
import { arbitraryLayers } from "../../support/arbitrary-layers.js";
import { type MemberSpec, memoryImage } from "../../support/memory-image.js";

async function opened(layers: readonly (readonly MemberSpec[])[], changes: number) {
  const tree = await loadTree(memoryImage(layers));
  const view = layerView(tree, layers.length - 1);
  const outline = new Outline(tree);
  const shown = finished(shownPaths(tree, outline, view, { changes, matches: null }));
  return { tree, outline, view, shown, below: new ChangesBelow(new ViewChanges(tree, view), shown) };
}

const MASK = fc.integer({ min: 0, max: EVERYTHING });

test("the changes below a folder are the same as in a walk through the folder", () =>
  fc.assert(
    fc.asyncProperty(arbitraryLayers, MASK, async (layers, mask) => {
      const { tree, view, below } = await opened(layers, mask);
      const growth = below.growth;
      for (let folder = 0; folder < tree.size; folder++) {
        const nodes = Array.from({ length: tree.end(folder) - folder }, (_, i) => folder + i);
        const count = (change: number, among: readonly number[]) =>
          (mask >> change) & 1 ? among.filter((node) => view.changes[node] === change).length : 0;
        const inside = nodes.slice(1);
        const counts = {
          added: count(ADDED, inside),
          modified: count(MODIFIED, inside),
          removed: count(REMOVED, inside),
        };
        expect(below.counts(folder)).toEqual(counts);
        expect(below.any(folder)).toBe(counts.added + counts.modified + counts.removed > 0);
        expect(below.ranks[folder]).toBe(
          count(ADDED, nodes) > 0 ? 3 : count(MODIFIED, nodes) > 0 ? 2 : count(REMOVED, nodes) > 0 ? 1 : 0,
        );
        const removed = (mask >> REMOVED) & 1 ? nodes.filter((node) => view.changes[node] === REMOVED) : [];
        expect(below.removedBytes(folder)).toBe(
          removed.reduce((sum, node) => sum + tree.entries.bytes(view.below[node]), 0),
        );
        const bytes = (row: number) => (row < 0 ? 0 : tree.entries.bytes(row));
        const changed = nodes.filter((node) => view.changes[node] !== 0 && (mask >> view.changes[node]) & 1);
        const grown = changed.reduce(
          (sum, node) => sum + bytes(view.rootfs[node]) - bytes(view.below[node]),
          0,
        );
        expect(growth.bytes(folder)).toBe(grown);
        if (folder > 0) expect(growth.weight(folder)).toBe(changed.length === 0 ? 0 : Math.abs(grown) || 0.5);
      }
    }),
    { numRuns: 200 },
  ));

test("every sort order shows the same rows, and the rows of a folder follow the folder", () =>
  fc.assert(
    fc.asyncProperty(
      arbitraryLayers,
      MASK,
      fc.integer({ min: 1, max: 4 }),
      async (layers, mask, openDepth) => {
        const { tree, outline, shown, below } = await opened(layers, mask);
        const folding = { openDepth, opened: new Map() };
        const growth = below.growth;
        const inOrder = (order: SortOrder) => [
          ...rows(tree, outline, shown, { folding, order, changes: below, growth }),
        ];
        const byName = inOrder("name");
        for (const order of ["size", "change", "growth"] as const) {
          const sorted = inOrder(order);
          expect([...sorted].sort((a, b) => a - b)).toEqual(byName);
          const above: number[] = [0];
          for (const node of sorted) {
            while (above.at(-1) !== tree.parent(node)) expect(above.pop()).not.toBe(undefined);
            above.push(node);
          }
        }
      },
    ),
    { numRuns: 200 },
  ));

test("sorted by growth, siblings are in the order of their weights, even if other paths were visible before", () =>
  fc.assert(
    fc.asyncProperty(
      arbitraryLayers,
      fc.array(MASK, { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      async (layers, masks, isPrepared) => {
        const { tree, outline, view } = await opened(layers, EVERYTHING);
        const changesOf = new ViewChanges(tree, view);
        for (const changes of masks) {
          const shown = finished(shownPaths(tree, outline, view, { changes, matches: null }));
          const below = new ChangesBelow(changesOf, shown);
          const { growth } = below;
          if (isPrepared) finished(growth.prepare());
          const folding = { openDepth: Number.POSITIVE_INFINITY, opened: new Map() };
          const sorted = [
            ...rows(tree, outline, shown, { folding, order: "growth", changes: below, growth }),
          ];
          for (let folder = 0; folder < tree.size; folder++) {
            const siblings = sorted.filter((node) => tree.parent(node) === folder);
            expect(siblings).toEqual(
              [...siblings].sort((a, b) => growth.weight(b) - growth.weight(a) || a - b),
            );
          }
        }
      },
    ),
    { numRuns: 200 },
  ));

test("the difference of a view has the number of changes, and the added and removed bytes", async () => {
  const { tree, view } = await opened(
    [
      [
        { path: "a", content: "12" },
        { path: "b", content: "123" },
        { path: "c", content: "1" },
      ],
      [
        { path: "a", content: "1234" },
        { path: ".wh.b" },
        { path: "d", content: "12345" },
        { path: "e", content: "" },
      ],
    ],
    EVERYTHING,
  );
  expect(differenceOf(tree, view)).toEqual({ added: 2, modified: 1, removed: 1, bytesIn: 9, bytesOut: 5 });
});
