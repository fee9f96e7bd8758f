import { expect, test } from "vitest";
import { firstNodes, Outline } from "../../../src/tree/columns/outline.js";
import { loadTree } from "../../../src/tree/load.js";
import { memoryImage } from "../../support/memory-image.js";

test("in a tree of the first nodes, folders end at its last node, and only its folders have sums", async () => {
  const layer = [
    { path: "a/b/c", content: "1" },
    { path: "a/b/d", content: "22" },
    { path: "e/f", content: "" },
  ];
  const whole = await loadTree(memoryImage([layer, [{ path: "a/b/d", content: "4444" }]]));
  const { tree, outline } = firstNodes({ tree: whole, outline: new Outline(whole) }, 4);
  const nodes = Array.from({ length: tree.size }, (_, node) => node);
  expect(nodes.map((node) => [tree.path(node), tree.end(node)])).toEqual([
    ["/", 4],
    ["/a", 4],
    ["/a/b", 4],
    ["/a/b/c", 4],
  ]);
  expect([outline.differing, [...outline.sumPlaces], outline.sums]).toEqual([[], [1, 2, 3, 0], 4]);
});

test("firstNodes() returns a tree that is small enough unchanged", async () => {
  const tree = await loadTree(memoryImage([[{ path: "a" }]]));
  const whole = { tree, outline: new Outline(tree) };
  expect(firstNodes(whole, 2)).toEqual(whole);
});
