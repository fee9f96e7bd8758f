import { expect, test } from "vitest";
import { analyze } from "../../../src/analysis/analyze.js";
import { pageEntryPath, readTree } from "../../../src/report/html/page/page-entry.js";
import { layOutTiles } from "../../../src/report/html/page/tile-layout.js";
import { fileColumns } from "../../../src/report/html/page-trees.js";
import { type MemberSpec, memoryImage } from "../../support/memory-image.js";

const SIZE = { width: 400, height: 200 };

async function tiles(members: readonly MemberSpec[]) {
  const { tree } = await analyze(memoryImage([members]));
  return layOutTiles(readTree(fileColumns(tree, 1_000_000)), SIZE);
}

function file(path: string, bytes: number): MemberSpec {
  return { path, content: "x".repeat(bytes) };
}

test("boxes have the size of their bytes, and a folder shares the box of its only subfolder", async () => {
  const found = await tiles([file("a/b/c", 300), file("d", 100)]);
  expect(
    found.map(({ entry, label, depth, isOpen, ...box }) => ({
      path: pageEntryPath(entry),
      label,
      depth,
      isOpen,
      ...box,
    })),
  ).toEqual([
    {
      path: "/a/b",
      label: "a/b",
      depth: 1,
      isOpen: true,
      hasTitle: true,
      x: 0,
      y: 0,
      width: 300,
      height: 200,
    },
    {
      path: "/d",
      label: "d",
      depth: 1,
      isOpen: false,
      hasTitle: false,
      x: 300,
      y: 0,
      width: 100,
      height: 200,
    },
    {
      path: "/a/b/c",
      label: "c",
      depth: 2,
      isOpen: false,
      hasTitle: false,
      x: 2,
      y: 17,
      width: 296,
      height: 181,
    },
  ]);
});

test("files that are too small to be visible share one box with their number", async () => {
  const small = Array.from({ length: 500 }, (_, n) => file(`small-${n}`, 1));
  const found = await tiles([file("big", 20_000), ...small]);
  expect(found.map(({ label, entry }) => `${label} ${entry.bytes}`)).toEqual([
    "big 20000",
    "500 smaller 500",
  ]);
});

test("a map of 6000 files has at most 2100 boxes", async () => {
  const found = await tiles(Array.from({ length: 6000 }, (_, n) => file(`dir-${n % 7}/file-${n}`, 10)));
  expect(found.length).toBeGreaterThan(5);
  expect(found.length).toBeLessThan(2100);
});

test("a folder without bytes has no boxes", async () => {
  expect(await tiles([file("empty", 0)])).toEqual([]);
});
