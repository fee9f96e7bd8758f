import { describe, expect, test } from "vitest";
import { diveMetrics } from "../../src/analysis/dive.js";
import { loadTree } from "../../src/tree/load.js";
import { type MemberSpec, memoryImage } from "../support/memory-image.js";

async function dive(...layers: (readonly MemberSpec[])[]) {
  return diveMetrics(await loadTree(memoryImage(layers)));
}

function file(path: string, bytes: number): MemberSpec {
  return { path, content: "x".repeat(bytes) };
}

function folder(path: string): MemberSpec {
  return { path, type: "dir" };
}

function gone(path: string): MemberSpec {
  return { path: path.replace(/([^/]+)$/, ".wh.$1") };
}

const ALL_LIVE = { efficiency: 1, wastedBytes: 0, userWastedPercent: 0 };

test("efficiency is the sum of the smallest occurrences of all paths, divided by the sum of all occurrences", async () => {
  // a: 10 and 30, smallest 10; b: 60 once. (10 + 60) / (10 + 30 + 60)
  expect(await dive([file("a", 10), file("b", 60)], [file("a", 30)])).toEqual({
    efficiency: 0.7,
    // Both occurrences of a.
    wastedBytes: 40,
    // 40 wasted bytes, but the second layer has only 30: dive's number may exceed 1.
    userWastedPercent: 40 / 30,
  });
});

test("an image without content has efficiency 1 and no wasted bytes", async () => {
  expect(await dive([folder("a")], [folder("b")])).toEqual({
    efficiency: 1,
    wastedBytes: 0,
    userWastedPercent: 0,
  });
});

test("a path in one layer wastes nothing", async () => {
  expect(await dive([file("a", 10)], [file("b", 10)])).toEqual({
    efficiency: 1,
    wastedBytes: 0,
    userWastedPercent: 0,
  });
});

test("a path in three layers wastes the bytes of all three", async () => {
  expect(await dive([file("a", 10)], [file("a", 20)], [file("a", 30)])).toEqual({
    efficiency: 10 / 60,
    wastedBytes: 60,
    userWastedPercent: 60 / 50,
  });
});

describe("a whiteout is a leaf at the removed path", () => {
  test("the whiteout of a file counts 0 bytes", async () => {
    // a: 40 and 0; b: 60.
    expect(await dive([file("a", 40), file("b", 60)], [gone("a"), file("c", 100)])).toEqual({
      efficiency: 160 / 200,
      wastedBytes: 40,
      userWastedPercent: 0.4,
    });
  });

  test("the whiteout of a folder counts the bytes of all files in the folder", async () => {
    // d occurs once, with 10 + 30; it contains a and e/b, which occur once each with 10 and 30.
    expect(await dive([file("d/a", 10), file("d/e/b", 30)], [gone("d"), file("c", 20)])).toEqual({
      efficiency: 1,
      wastedBytes: 0,
      userWastedPercent: 0,
    });
  });

  test("a folder counts with 0 bytes where it is empty, and with all its bytes where it is removed", async () => {
    // d: 0 in its first layer, 30 where it is removed. d/a: 30.
    expect(await dive([folder("d")], [file("d/a", 30)], [gone("d"), file("c", 10)])).toEqual({
      efficiency: (0 + 30 + 10) / (30 + 30 + 10),
      wastedBytes: 30,
      userWastedPercent: 30 / 40,
    });
  });

  test("the whiteout of a missing path does not count", async () => {
    // dive itself would rate two equal files differently with it.
    expect(await dive([file("a", 10)], [file("a", 10), gone("later")], [file("later", 10)])).toEqual({
      efficiency: 20 / 30,
      wastedBytes: 20,
      userWastedPercent: 1,
    });
  });

  test("a whiteout and an entry of the same path in one layer count once, with the bytes of the entry", async () => {
    expect(await dive([file("a", 10)], [gone("a"), file("a", 30)])).toEqual({
      efficiency: 0.25,
      wastedBytes: 40,
      userWastedPercent: 40 / 30,
    });
  });
});

test("a folder is a leaf of 0 bytes only in a layer where it is empty", async () => {
  // d is a leaf of 0 in the second layer only; a occurs twice.
  expect(await dive([folder("d"), file("d/a", 10)], [folder("d")], [file("d/a", 10)])).toEqual({
    efficiency: 0.5,
    wastedBytes: 20,
    userWastedPercent: 2,
  });
});

test("a folder in which a whiteout removes something is not a leaf", async () => {
  // d/a: 40, then 0.
  expect(await dive([folder("d"), file("d/a", 40)], [folder("d"), gone("d/a"), file("b", 40)])).toEqual({
    efficiency: 0.5,
    wastedBytes: 40,
    userWastedPercent: 1,
  });
  // d: 40. As a leaf, the folder would be a second d.
  expect(await dive([file("d", 40)], [folder("d"), gone("d/a"), file("b", 40)])).toMatchObject(ALL_LIVE);
});

test("an opaque marker does not count", async () => {
  const marker = { path: "d/.wh..wh..opq" };
  expect(await dive([file("d/a", 40)], [folder("d"), marker, file("d/b", 10)])).toEqual(ALL_LIVE);
  // d: 40. The marker does not make d a leaf of its layer.
  expect(await dive([file("d", 40)], [marker, file("b", 10)])).toEqual(ALL_LIVE);
});

test("if a layer has a path twice, only the last entry counts", async () => {
  // Dive's tree has the last entry. The size of the layer counts both entries, 10 + 30.
  expect(await dive([file("b", 1)], [file("a", 10), file("a", 30)], [file("a", 30)])).toEqual({
    efficiency: 31 / 61,
    wastedBytes: 60,
    userWastedPercent: 60 / 70,
  });
});

test.each(["hardlink", "symlink"] as const)("a %s counts 0 bytes", async (type) => {
  const link: MemberSpec = { path: "b", type, linkname: "a" };
  expect(await dive([file("a", 10), link], [file("b", 10)])).toEqual({
    efficiency: 0.5,
    wastedBytes: 10,
    userWastedPercent: 1,
  });
});
