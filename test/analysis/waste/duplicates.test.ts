import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { analyze } from "../../../src/analysis/analyze.js";
import { findDuplicates } from "../../../src/analysis/waste/duplicates.js";
import type { Image } from "../../../src/image/image.js";
import { escapePath } from "../../../src/text/escape.js";
import { type MemberSpec, memoryImage } from "../../support/memory-image.js";

async function duplicates(...layers: (readonly MemberSpec[])[]) {
  return duplicatesOf(memoryImage(layers));
}

async function duplicatesOf(image: Image) {
  const analysis = await analyze(image);
  const found = await findDuplicates(analysis);
  return found.map(({ bytes, digest, nodes }) => ({
    bytes,
    digest,
    paths: nodes.map((node) => escapePath(analysis.tree.path(node))),
  }));
}

function file(path: string, content: string): MemberSpec {
  return { path, content };
}

function digest(content: string): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}

test("if the final image has the same content at several paths, all copies except one count", async () => {
  expect(await duplicates([file("b", "same"), file("a", "same")], [file("c", "same")])).toEqual([
    { bytes: 8, digest: digest("same"), paths: ["/a", "/b", "/c"] },
  ]);
});

test("files of equal size are duplicates only if their contents are equal", async () => {
  expect(await duplicates([file("a", "1234"), file("b", "same"), file("c", "same")])).toEqual([
    { bytes: 4, digest: digest("same"), paths: ["/b", "/c"] },
  ]);
});

test("hard links of one file are one copy, listed with the first path", async () => {
  const links: MemberSpec[] = [
    file("b", "same"),
    { path: "a", type: "hardlink", linkname: "b" },
    file("c", "same"),
  ];
  expect(await duplicates(links)).toEqual([{ bytes: 4, digest: digest("same"), paths: ["/a", "/c"] }]);
});

test("wasted copies and empty files are not duplicates", async () => {
  const layer = [file("a", "same"), file("b", "same"), file("c", "same"), file("e", ""), file("f", "")];
  expect(await duplicates(layer, [{ path: ".wh.a" }])).toEqual([
    { bytes: 4, digest: digest("same"), paths: ["/b", "/c"] },
  ]);
});

test("the group with the most bytes comes first, and equal groups are sorted by their first path", async () => {
  const layer = [
    ...[file("d", "22"), file("c", "22")],
    ...[file("b", "11"), file("a", "11")],
    ...[file("y", "12345"), file("x", "12345")],
  ];
  expect(await duplicates(layer)).toEqual([
    { bytes: 5, digest: digest("12345"), paths: ["/x", "/y"] },
    { bytes: 2, digest: digest("11"), paths: ["/a", "/b"] },
    { bytes: 2, digest: digest("22"), paths: ["/c", "/d"] },
  ]);
});

test("only files that have the same size as another file are read", async () => {
  const image = memoryImage([[file("a", "one"), file("b", "two"), file("c", "alone")]]);
  const [layer] = image.layers;
  const read: number[] = [];
  const watched = {
    ...layer,
    digests: (...args: Parameters<typeof layer.digests>) => {
      read.push(...args[0].map(({ size }) => size));
      return layer.digests(...args);
    },
  };
  expect(await duplicatesOf({ ...image, layers: [watched] })).toEqual([]);
  expect(read).toEqual([3, 3]);
});
