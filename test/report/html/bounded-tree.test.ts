import { expect, test } from "vitest";
import { analyze } from "../../../src/analysis/analyze.js";
import { jsonMarkup } from "../../../src/report/html/markup.js";
import {
  biggestLeaves,
  type PageEntry,
  pageEntryPath,
  readTree,
} from "../../../src/report/html/page/page-entry.js";
import { fileColumns } from "../../../src/report/html/page-trees.js";
import { type MemberSpec, memoryImage } from "../../support/memory-image.js";

const EVERYTHING = 1_000_000;

function file(path: string, bytes: number): MemberSpec {
  return { path, content: "x".repeat(bytes) };
}

async function columns(layers: readonly (readonly MemberSpec[])[], budget: number) {
  const { tree } = await analyze(memoryImage(layers));
  return fileColumns(tree, budget);
}

/** @returns the files of the page's tree with paths, bytes and layers, biggest first in each folder. */
function leavesOf(root: PageEntry): string[] {
  return biggestLeaves(root).map(
    ({ tag, isMixed, bytes, files, ...entry }) =>
      `${pageEntryPath({ tag, isMixed, bytes, files, ...entry })} ${bytes} in ${files}, ${isMixed ? "mostly " : ""}${tag}`,
  );
}

test("every file is listed once with the layer of its content, the biggest file of a folder first", async () => {
  const found = await columns(
    [
      [file("etc/hosts", 5), file("usr/bin/a", 80), file("usr/old", 7)],
      [file("usr/bin/b", 90), file("usr/.wh.old", 0)],
    ],
    EVERYTHING,
  );
  expect(found).toEqual({
    names: "/usr/bin/b/a/etc/hosts",
    kids: [2, 1, 2, 0, 0, 1, 0],
    bytes: [90, 80, 5],
    tags: [1, 0, 0],
    more: [],
  });
  expect(leavesOf(readTree(found))).toEqual([
    "/usr/bin/b 90 in 1, 1",
    "/usr/bin/a 80 in 1, 0",
    "/etc/hosts 5 in 1, 0",
  ]);
});

test("the bytes of a file with several names belong to its first name", async () => {
  const link = { path: "z", type: "hardlink", linkname: "a" } as const;
  expect(leavesOf(readTree(await columns([[file("a", 9), link]], EVERYTHING)))).toEqual([
    "/a 9 in 1, 0",
    "/z 0 in 1, 0",
  ]);
});

test("files beyond the size limit are summed up in the nearest listed folder", async () => {
  const layers = [
    [file("big/one", 900), file("big/two", 20), file("big/deep/three", 10), file("small/four", 1)],
    [file("big/five", 40)],
  ];
  const root = readTree(await columns(layers, 60));
  expect(leavesOf(root)).toEqual([
    "/big/one 900 in 1, 0",
    "/big/3 more 70 in 3, mostly 1",
    "/1 more 1 in 1, 0",
  ]);
  expect([root.bytes, root.files]).toEqual([971, 5]);
});

test("an image without files has only the root", async () => {
  expect(readTree(await columns([], EVERYTHING))).toMatchObject({
    name: "",
    bytes: 0,
    files: 0,
    children: [],
  });
});

test("names are shown unchanged, also names with a meaning in JavaScript or HTML", async () => {
  const names = ["__proto__", "constructor", "<img src=x onerror=alert(1)>", "\u202egnp.exe", 'a"b'];
  const found = readTree(await columns([names.map((name) => file(name, 1))], EVERYTHING));
  expect(biggestLeaves(found).map(({ name }) => name)).toEqual([
    "<img src=x onerror=alert(1)>",
    "__proto__",
    'a"b',
    "constructor",
    "\\u{202e}gnp.exe",
  ]);
});

test("a path of thousands of folders does not overflow the stack", async () => {
  const path = `${"d/".repeat(5000)}file`;
  const [leaf] = biggestLeaves(readTree(await columns([[file(path, 3)]], EVERYTHING)));
  expect(pageEntryPath(leaf)).toBe(`/${path}`);
});

test("the columns have a limited size, and their sum is the size of all files", async () => {
  const members = Array.from({ length: 3000 }, (_, n) => file(`dir-${n % 40}/<file>-"${n}"`, n % 97));
  const whole = members.reduce((sum, { content = "" }) => sum + content.length, 0);
  for (const budget of [0, 500, 5_000, 50_000]) {
    const found = await columns([members], budget);
    expect(jsonMarkup(found).source.length).toBeLessThan(budget + 200);
    const { bytes, files } = readTree(found);
    expect([bytes, files]).toEqual([whole, 3000]);
  }
});
