import fc from "fast-check";
import { expect, test } from "vitest";
import { rawPath } from "../../../src/text/escape.js";
import type { EntryId } from "../../../src/tree/columns/entry-table.js";
import { joinTrees } from "../../../src/tree/compare/joined-trees.js";
import { unite } from "../../../src/tree/compare/union.js";
import type { FileTree } from "../../../src/tree/file-tree.js";
import { merge } from "../../../src/tree/layer-diff.js";
import { loadTree } from "../../../src/tree/load.js";
import { arbitraryLayers } from "../../support/arbitrary-layers.js";
import { type MemberSpec, memoryImage } from "../../support/memory-image.js";

const load = (layers: readonly (readonly MemberSpec[])[]) =>
  loadTree(memoryImage(layers, { digestsInScan: true }));

/** Returns all facts of an entry. A hard link is given by the path of its target. */
function factsOf({ entries, ...tree }: FileTree, row: EntryId, path: (node: number) => string) {
  const inode = entries.inode[row];
  return {
    type: entries.type(row),
    mode: entries.mode(row),
    owner: [entries.uid(row), entries.gid(row)],
    bytes: entries.bytes(row),
    mtime: entries.mtime(row),
    target: entries.linkname(row),
    implied: entries.isImplied(row),
    digest: entries.digest(row),
    xattrs: entries.xattrs(row),
    content: entries.content(row),
    inode: inode < 0 ? null : path(entries.node[inode]),
    size: tree.size > 0,
  };
}

/** Returns the filesystem after each layer, as paths with their facts. */
function filesystems(tree: FileTree) {
  const path = (node: number) => String(tree.path(node));
  return [...tree.layers.keys(), null].map((layer) => {
    const rootfs = layer === null ? tree.rootfs : merge(tree.layers.slice(0, layer + 1), tree.size);
    return [...rootfs].flatMap((row, node) => (row < 0 ? [] : [[path(node), factsOf(tree, row, path)]]));
  });
}

test("joining two trees does not change the filesystem of either tree after any layer", () =>
  fc.assert(
    fc.asyncProperty(arbitraryLayers, arbitraryLayers, async (one, other) => {
      const [a, b] = [await load(one), await load(other)];
      const joined = joinTrees(a, b, unite(a, b));
      expect(filesystems(joined.a)).toEqual(filesystems(a));
      expect(filesystems(joined.b)).toEqual(filesystems(b));
    }),
    { numRuns: 100 },
  ));

test("joined trees have one table of entries, and the layers of the second tree have the higher numbers", async () => {
  const a = await load([[{ path: "etc/hosts", content: "1" }], [{ path: "a", mode: 0o600 }]]);
  const b = await load([[{ path: "etc/hosts", content: "22", xattrs: { "user.x": "y" } }]]);
  const { both, firstOfB } = joinTrees(a, b, unite(a, b));
  const rows = Array.from({ length: both.entries.size }, (_, row) => [
    both.path(both.entries.node[row]),
    both.entries.layer(row),
    row >= firstOfB ? "b" : "a",
    both.entries.isImplied(row),
  ]);
  expect(rows).toEqual([
    ["/etc/hosts", 0, "a", false],
    ["/a", 1, "a", false],
    ["/etc", 0, "a", true],
    ["/etc/hosts", 2, "b", false],
    ["/etc", 2, "b", true],
  ]);
  expect(both.layers).toHaveLength(3);
  expect(both.rootfs[both.find(rawPath("/a"))]).toBe(-1);
});
