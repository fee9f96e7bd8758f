import fc from "fast-check";
import { expect, test } from "vitest";
import { escapePath } from "../../src/text/escape.js";
import { layerView, REMOVED } from "../../src/tree/changes.js";
import type { FileTree, Rootfs } from "../../src/tree/file-tree.js";
import { loadTree } from "../../src/tree/load.js";
import { arbitraryLayers } from "../support/arbitrary-layers.js";
import { memoryImage } from "../support/memory-image.js";
import { type ReferenceFilesystem, referenceSteps } from "../support/reference.js";

test("the filesystem after each layer is the same as in the slow reference implementation", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryLayers, async (layers) => {
      const tree = await loadTree(memoryImage(layers));
      for (const [index, { filesystem, removed }] of referenceSteps(layers).entries()) {
        const view = layerView(tree, index);
        expect(listing(tree, view.rootfs)).toEqual(referenceListing(filesystem));
        expect(view.changes.filter((change) => change === REMOVED).length).toBe(removed);
      }
      expect(tree.rootfs).toEqual(layerView(tree, layers.length - 1).rootfs);
    }),
    { numRuns: 3000 },
  );
});

test("nodes are numbered in the order of their paths, and the paths in a folder follow the folder", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryLayers, async (layers) => {
      const tree = await loadTree(memoryImage(layers));
      const parts = Array.from({ length: tree.size }, (_, node) => tree.path(node).split("/").join("\0"));
      expect(parts).toEqual([...parts].sort());
      for (let node = 0; node < tree.size; node++) {
        expect(tree.find(tree.path(node))).toBe(node);
        for (let below = node + 1; below < tree.end(node); below++) {
          expect(tree.path(below).startsWith(node === 0 ? "/" : `${tree.path(node)}/`)).toBe(true);
        }
      }
    }),
  );
});

function listing(tree: FileTree, rootfs: Rootfs): string[] {
  const lines: string[] = [];
  for (const [node, row] of rootfs.entries()) {
    if (row < 0) continue;
    const { entries } = tree;
    lines.push(
      `${escapePath(tree.path(node))} ${entries.type(row)} of layer ${entries.layer(row)} mode ${entries.mode(row)}`,
    );
  }
  return lines.sort();
}

function referenceListing(filesystem: ReferenceFilesystem): string[] {
  return [...filesystem]
    .map(([path, { type, layer, member }]) => {
      const mode = member === null ? 0o755 : (member.mode ?? 0o644);
      return `/${path} ${type} of layer ${layer} mode ${mode}`;
    })
    .sort();
}
