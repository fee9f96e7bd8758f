import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeTree, encodeTree } from "../../../src/source/cache/tree-index.js";
import { buildTree } from "../../../src/tree/build/build.js";
import type { FileTree } from "../../../src/tree/file-tree.js";
import { columnsOf, recalledTree } from "../../../src/tree/load.js";
import { membersOf } from "../../support/members.js";
import { entryOf, type MemberSpec } from "../../support/memory-image.js";

const LAYERS: readonly (readonly MemberSpec[])[] = [
  [
    { path: "etc", type: "dir" },
    { path: "etc/hosts", content: "one" },
    { path: "bin/sh", content: "shell" },
    { path: "bin/bash", type: "hardlink", linkname: "bin/sh" },
    { path: "opt/a/b", content: "x" },
  ],
  [],
  [
    { path: "etc/.wh.hosts" },
    { path: "opt/.wh..wh..opq" },
    { path: "bin/sh", content: "again" },
    { path: "bin/sh", content: "and again" },
    { path: "lost", type: "hardlink", linkname: "not/there" },
    { path: "new/folder/file", content: "y" },
  ],
];
const members = LAYERS.map((specs) => membersOf(specs.map((spec) => entryOf(spec, 0, null))));
const rowCounts = members.map(({ rows }) => rows.count);
const built = buildTree(members);

/** @returns the bytes of a tree in their own memory, as after reading a file. */
function encoded(tree: FileTree): Buffer {
  const bytes = encodeTree(columnsOf(tree));
  const own = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(own);
  return own;
}

/** @returns each path, its rows and layers, and the final filesystem. */
function fieldsOf(tree: FileTree): unknown {
  const { entries, layers, rootfs, size } = tree;
  return {
    paths: Array.from({ length: size }, (_, node) => tree.path(node)),
    rows: Array.from({ length: entries.size }, (_, row) => [
      ...[entries.node[row], entries.layer(row), entries.type(row), entries.mode(row), entries.inode[row]],
      ...[entries.bytes(row), entries.linkname(row), entries.isImplied(row)],
    ]),
    layers: layers.map((layer) => ({ ...layer, repeated: [...layer.repeated] })),
    rootfs,
  };
}

test("a tree is decoded from the cache with the same paths, rows and layers", () => {
  const columns = decodeTree(encoded(built), rowCounts);
  if (columns === null) throw new Error("it was not decoded");
  const layers = members.map(({ memberCount, root, rows }) => ({ memberCount, root, rows }));
  expect(fieldsOf(recalledTree({ columns, layers }))).toEqual(fieldsOf(built));
});

test("a tree is rejected if its layers have other numbers of rows", () => {
  for (const counts of [[5, 0], [5, 0, 4, 0], [5, 0, 5], [4, 1, 4], []]) {
    expect(decodeTree(encoded(built), counts), counts.join()).toBeNull();
  }
});

test("a tree with missing or additional bytes is rejected", () => {
  const bytes = encoded(built);
  for (let length = 0; length < bytes.length; length += 8) {
    expect(decodeTree(Buffer.from(bytes.subarray(0, length)), rowCounts)).toBeNull();
  }
  const longer = Buffer.allocUnsafeSlow(bytes.length + 8).fill(0);
  bytes.copy(longer);
  expect(decodeTree(longer, rowCounts)).toBeNull();
});

test("a tree with any changed number is rejected, or names only rows, paths and layers that exist", () => {
  const whole = encoded(built);
  const at = fc.integer({ min: 0, max: whole.length / 4 - 1 });
  const value = fc.oneof(fc.integer({ min: -3, max: 20 }), fc.integer());
  fc.assert(
    fc.property(at, value, (word, number) => {
      const bytes = Buffer.allocUnsafeSlow(whole.length);
      whole.copy(bytes);
      bytes.writeInt32LE(number, word * 4);
      const columns = decodeTree(bytes, rowCounts);
      if (columns === null) return;
      const { paths, rowNode, inode, impliedLayer, layers, rootfs } = columns;
      const nodes = paths.parent.length;
      expect(rowNode.every((node) => node > 0 && node < nodes)).toBe(true);
      expect(inode.every((row) => row >= -1 && row < rowNode.length)).toBe(true);
      expect(rootfs.every((row) => row >= -1 && row < rowNode.length)).toBe(true);
      expect(impliedLayer.every((layer) => layer < layers.length)).toBe(true);
      for (const { nodes: own, entries, hidden, whiteouts, opaques, repeated } of layers) {
        expect(
          [...own, ...hidden, ...whiteouts, ...opaques].every((node) => node >= 0 && node <= nodes),
        ).toBe(true);
        expect([...entries, ...repeated].every((row) => row >= 0 && row < rowNode.length)).toBe(true);
      }
    }),
    { numRuns: 3000 },
  );
});
