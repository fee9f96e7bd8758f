import { expect, test } from "vitest";
import { Marks } from "../../../src/explorer/files/marks.js";
import type { FilterKind } from "../../../src/explorer/files/path-filter.js";
import { rawPath } from "../../../src/text/escape.js";
import { loadTree } from "../../../src/tree/load.js";
import { memoryImage } from "../../support/memory-image.js";
import { members } from "../start.js";

/** What of the last name of a path is marked, between brackets. */
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

test("a text is marked at every place in the name", () =>
  checkMarked("lib/libpip-pip", "text", "ip", "libp[ip]-p[ip]"));

test("lower case matches both cases, upper case only itself", async () => {
  await checkMarked("README.Md", "text", "md", "README.[Md]");
  await checkMarked("README.md", "text", "Md", "README.md");
});

test("every word is marked", () => checkMarked("app.py", "text", "py app", "[app].[py]"));

test("of a text over several names, what is in this one", () =>
  checkMarked("flask/app.py", "text", "k/app", "[app].py"));

test("letters in order are marked one by one, those in folders above them not again", async () => {
  await checkMarked("usr/libz.so.1", "fuzzy", "lz1", "[l]ib[z].so.[1]");
  await checkMarked("lib/libz.so.1", "fuzzy", "lz1", "lib[z].so.[1]");
});

test("what a glob describes is marked as a whole", async () => {
  await checkMarked("etc/hosts", "forms", "h*", "[hosts]");
  await checkMarked("etc/hosts", "forms", "etc", "hosts");
});

test("a character is marked as a whole, even where letters in order found a byte of it", () =>
  checkMarked("é", "fuzzy", "é", "[é]"));
