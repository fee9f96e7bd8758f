import { expect, test } from "vitest";
import { Marks } from "../../../src/explorer/files/marks.js";
import type { FilterKind } from "../../../src/explorer/files/path-filter.js";
import { rawPath } from "../../../src/text/escape.js";
import { loadTree } from "../../../src/tree/load.js";
import { memoryImage } from "../../support/memory-image.js";
import { members } from "../start.js";

/** Checks the marked parts of the last name of a path, in brackets. */
async function checkMarked(path: string, kind: FilterKind, text: string, marked: string): Promise<void> {
  const tree = await loadTree(memoryImage([members(path)]));
  const node = tree.find(rawPath(path));
  const name = Buffer.from(tree.name(node), "latin1");
  let out = "";
  let at = 0;
  for (const { from, to } of new Marks(tree, kind, text).ranges(node)) {
    out += `${name.subarray(at, from)}[${name.subarray(from, to)}]`;
    at = to;
  }
  expect(out + name.subarray(at)).toBe(marked);
}

test("every match of a text in a name is marked", () =>
  checkMarked("lib/libpip-pip", "text", "ip", "libp[ip]-p[ip]"));

test("a lower-case text ignores case, and an upper-case letter matches only upper case", async () => {
  await checkMarked("README.Md", "text", "md", "README.[Md]");
  await checkMarked("README.md", "text", "Md", "README.md");
});

test("the matches of every word of the filter are marked", () =>
  checkMarked("app.py", "text", "py app", "[app].[py]"));

test("if a match includes parts of several names, the part in the last name is marked", () =>
  checkMarked("flask/app.py", "text", "k/app", "[app].py"));

test("the letters of a fuzzy match are marked once, in the folders or in the name", async () => {
  await checkMarked("usr/libz.so.1", "fuzzy", "lz1", "[l]ib[z].so.[1]");
  await checkMarked("lib/libz.so.1", "fuzzy", "lz1", "lib[z].so.[1]");
});

test("a name that matches a glob is marked as a whole", async () => {
  await checkMarked("etc/hosts", "forms", "h*", "[hosts]");
  await checkMarked("etc/hosts", "forms", "etc", "hosts");
});

test("a character of several bytes is marked as a whole in a fuzzy match", () =>
  checkMarked("é", "fuzzy", "é", "[é]"));
