import fc from "fast-check";
import { expect, test } from "vitest";
import { escapePath, rawPath } from "../../../src/text/escape.js";
import { type TreeUnion, unite } from "../../../src/tree/compare/union.js";
import type { FileTree, Node } from "../../../src/tree/file-tree.js";
import { loadTree } from "../../../src/tree/load.js";
import { arbitraryLayers } from "../../support/arbitrary-layers.js";
import { memoryImage } from "../../support/memory-image.js";

const treeOf = (...paths: string[]) => loadTree(memoryImage([paths.map((path) => ({ path }))]));

function pathOf({ a, b }: { a: FileTree; b: FileTree }, union: TreeUnion, node: Node): string {
  return escapePath(union.a[node] < 0 ? b.path(union.b[node]) : a.path(union.a[node]));
}

test("the union of two trees has each path once, in pre-order, with siblings sorted by their bytes", async () => {
  const a = await treeOf("a/x", "b", "c/d/e", "c/z");
  const b = await treeOf("a/y", "b", "c/d/f", "c.d", "e/g");
  const union = unite(a, b);
  const rows = Array.from({ length: union.size }, (_, node) => [
    pathOf({ a, b }, union, node),
    union.a[node] >= 0 ? "a" : "-",
    union.b[node] >= 0 ? "b" : "-",
    union.parent[node],
    union.end[node],
  ]);
  expect(rows).toEqual([
    ["/", "a", "b", -1, 13],
    ["/a", "a", "b", 0, 4],
    ["/a/x", "a", "-", 1, 3],
    ["/a/y", "-", "b", 1, 4],
    ["/b", "a", "b", 0, 5],
    ["/c", "a", "b", 0, 10],
    ["/c/d", "a", "b", 5, 9],
    ["/c/d/e", "a", "-", 6, 8],
    ["/c/d/f", "-", "b", 6, 9],
    ["/c/z", "a", "-", 5, 10],
    ["/c.d", "-", "b", 0, 11],
    ["/e", "-", "b", 0, 13],
    ["/e/g", "-", "b", 11, 13],
  ]);
});

test("a union has all paths of both trees with their node numbers, and paths in a folder follow it", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryLayers, arbitraryLayers, async (left, right) => {
      const a = await loadTree(memoryImage(left));
      const b = await loadTree(memoryImage(right));
      const union = unite(a, b);
      const nodes = Array.from({ length: union.size }, (_, node) => node);
      const paths = nodes.map((node) => pathOf({ a, b }, union, node));
      const all = (tree: FileTree) =>
        Array.from({ length: tree.size }, (_, node) => escapePath(tree.path(node)));
      expect([...paths].sort()).toEqual([...new Set([...all(a), ...all(b)])].sort());
      for (const node of nodes) {
        expect(union.a[node]).toBe(a.find(rawPath(paths[node])));
        expect(union.b[node]).toBe(b.find(rawPath(paths[node])));
        const below = nodes.filter((other) => other !== node && isBelow(paths[other], paths[node]));
        expect(below).toEqual(nodes.slice(node + 1, union.end[node]));
      }
    }),
  );
});

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder === "/" ? "/" : `${folder}/`);
}
