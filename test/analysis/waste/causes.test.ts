import { describe, expect, test } from "vitest";
import { analyze, waste } from "../../../src/analysis/analyze.js";
import { escapePath } from "../../../src/text/escape.js";
import { type MemberSpec, memoryImage } from "../../support/memory-image.js";

/** Returns the wasted copies as `path bytes cause layer→endedBy`, in the order of the report. */
async function wasted(...layers: (readonly MemberSpec[])[]): Promise<string[]> {
  const analysis = await analyze(memoryImage(layers));
  const copies = await waste(analysis);
  return copies.map(
    ({ node, bytes, cause, layer, endedBy }) =>
      `${escapePath(analysis.tree.path(node))} ${bytes} ${cause} ${layer}→${endedBy}`,
  );
}

function file(path: string, content: string, attributes: Partial<MemberSpec> = {}): MemberSpec {
  return { ...attributes, path, content };
}

function link(path: string, linkname: string): MemberSpec {
  return { path, type: "hardlink", linkname };
}

function gone(path: string): MemberSpec {
  return { path: path.replace(/([^/]+)$/, ".wh.$1") };
}

describe("the cause overwritten", () => {
  test("a copy is overwritten if a later layer writes other content at its path", async () => {
    expect(await wasted([file("a", "old!")], [file("a", "newer")])).toEqual(["/a 4 overwritten 0→1"]);
  });

  test("a copy is overwritten if a later layer writes other content of the same size at its path", async () => {
    expect(await wasted([file("a", "old")], [file("a", "new")])).toEqual(["/a 3 overwritten 0→1"]);
  });

  test.each([
    ["a folder", { path: "a", type: "dir" }],
    ["a symlink", { path: "a", type: "symlink", linkname: "b" }],
    ["a device", { path: "a", type: "char" }],
  ] as const)("a copy is overwritten if a later layer writes %s at its path", async (_, member) => {
    expect(await wasted([file("a", "old")], [member])).toEqual(["/a 3 overwritten 0→1"]);
  });

  test("a copy is overwritten if a folder replaces it because a later layer writes a file below it", async () => {
    expect(await wasted([file("a", "old")], [file("a/b", "new")])).toEqual(["/a 3 overwritten 0→1"]);
  });

  test("a copy is overwritten if a later layer writes an empty file at its path", async () => {
    expect(await wasted([file("a", "old")], [file("a", "")])).toEqual(["/a 3 overwritten 0→1"]);
  });
});

describe("the cause metadata", () => {
  test.each([
    ["mode", { mode: 0o600 }],
    ["owner", { uid: 1 }],
    ["group", { gid: 1 }],
    ["extended attribute", { xattrs: { "security.capability": "\x01" } }],
  ])("the cause is metadata if a later layer writes the same content with another %s", async (_, change) => {
    expect(await wasted([file("a", "same")], [file("a", "same", change)])).toEqual(["/a 4 metadata 0→1"]);
  });

  test("the cause is metadata if only the value of an extended attribute changes", async () => {
    const before = file("a", "same", { xattrs: { "user.x": "1" } });
    expect(await wasted([before], [file("a", "same", { xattrs: { "user.x": "2" } })])).toEqual([
      "/a 4 metadata 0→1",
    ]);
  });
});

test("a copy is rewritten if a later layer writes the same content and metadata, even with another time", async () => {
  expect(await wasted([file("a", "same", { mtime: 1 })], [file("a", "same", { mtime: 2 })])).toEqual([
    "/a 4 rewritten 0→1",
  ]);
});

test("a file that three layers write with the same content has two wasted copies", async () => {
  const layer = [file("a", "same")];
  expect(await wasted(layer, layer, layer)).toEqual(["/a 4 rewritten 0→1", "/a 4 rewritten 1→2"]);
});

describe("the cause moved", () => {
  test("a copy is moved if one later layer removes it and writes the same content at another path", async () => {
    expect(await wasted([file("a", "same")], [gone("a"), file("b", "same")])).toEqual(["/a 4 moved 0→1"]);
  });

  test("a copy is moved if a later layer removes its folder and writes the same content at another path", async () => {
    expect(await wasted([file("old/a", "same")], [gone("old"), file("new/a", "same")])).toEqual([
      "/old/a 4 moved 0→1",
    ]);
  });

  test("a copy is deleted, not moved, if the later layer writes other content of the same size", async () => {
    expect(await wasted([file("a", "same")], [gone("a"), file("b", "else")])).toEqual(["/a 4 deleted 0→1"]);
  });

  test("a copy is deleted, not moved, if another layer wrote the same content", async () => {
    expect(await wasted([file("a", "same"), file("b", "same")], [gone("a")])).toEqual(["/a 4 deleted 0→1"]);
  });
});

describe("the cause deleted", () => {
  test("a copy is deleted by a whiteout", async () => {
    expect(await wasted([file("a", "old")], [gone("a")])).toEqual(["/a 3 deleted 0→1"]);
  });

  test("a copy is deleted by a whiteout of a folder above it", async () => {
    expect(await wasted([file("d/e/a", "old")], [gone("d")])).toEqual(["/d/e/a 3 deleted 0→1"]);
  });

  test("a copy is deleted by an opaque folder, which does not remove files of its own layer", async () => {
    const layer = [file("d/b", "new!"), { path: "d/.wh..wh..opq" }];
    expect(await wasted([file("d/a", "old")], layer)).toEqual(["/d/a 3 deleted 0→1"]);
  });

  test.each([
    ["a file", file("d", "new!")],
    ["a symlink", { path: "d", type: "symlink", linkname: "e" }],
    ["a device", { path: "d", type: "block" }],
  ] as const)("a copy is deleted by %s in place of a folder above it", async (_, member) => {
    expect(await wasted([file("d/a", "old")], [member])).toEqual(["/d/a 3 deleted 0→1"]);
  });
});

describe("the cause repeated", () => {
  test("a copy is repeated if the same archive has the path again", async () => {
    expect(await wasted([file("a", "one"), file("a", "three")])).toEqual(["/a 3 repeated 0→0"]);
  });

  test("an archive with a path three times has two repeated copies", async () => {
    expect(await wasted([file("a", "1"), file("a", "22"), file("a", "333")])).toEqual([
      "/a 2 repeated 0→0",
      "/a 1 repeated 0→0",
    ]);
  });
});

describe("hard links", () => {
  test("a copy is not wasted while one of its names is in the image", async () => {
    expect(await wasted([file("a", "same"), link("b", "a")], [gone("a")])).toEqual([]);
  });

  test("a copy is wasted when its last name is removed; its path is the first name that its layer wrote", async () => {
    expect(await wasted([file("b", "same"), link("a", "b")], [gone("b")], [gone("a")])).toEqual([
      "/b 4 deleted 0→2",
    ]);
  });

  test("the path of a copy is its first name in the archive, even if this entry is a link", async () => {
    expect(await wasted([link("z", "a"), file("a", "same")], [gone("a"), gone("z")])).toEqual([
      "/z 4 deleted 0→1",
    ]);
  });

  test("the last removed name decides the cause", async () => {
    expect(await wasted([file("a", "same"), link("b", "a")], [gone("a")], [file("b", "other")])).toEqual([
      "/a 4 overwritten 0→2",
    ]);
  });

  test("if one layer removes one name and writes the other name, the written name decides the cause", async () => {
    expect(await wasted([file("a", "same"), link("b", "a")], [gone("a"), file("b", "other")])).toEqual([
      "/a 4 overwritten 0→1",
    ]);
    expect(
      await wasted([file("a", "same"), link("b", "a")], [gone("a"), file("b", "same", { mode: 0o600 })]),
    ).toEqual(["/a 4 metadata 0→1"]);
    expect(await wasted([file("a", "same"), link("b", "a")], [gone("a"), file("b", "same")])).toEqual([
      "/a 4 rewritten 0→1",
    ]);
  });

  test("a hard link in a later layer keeps the copy of a lower layer in use", async () => {
    expect(await wasted([file("a", "same")], [link("b", "a"), gone("a")])).toEqual([]);
  });
});

test("a removed empty file is not a wasted copy", async () => {
  expect(await wasted([file("a", ""), file("b", "x")], [gone("a"), gone("b")])).toEqual(["/b 1 deleted 0→1"]);
});

test("content at two paths of the final image is not waste", async () => {
  expect(await wasted([file("a", "same"), file("b", "same"), file("c", "x")], [gone("c")])).toEqual([
    "/c 1 deleted 0→1",
  ]);
});

test("a file that was removed and written again has one wasted copy", async () => {
  expect(await wasted([file("a", "one")], [gone("a")], [file("a", "one")])).toEqual(["/a 3 deleted 0→1"]);
});

test("the biggest copies come first, and copies of equal size are sorted by path", async () => {
  expect(
    await wasted([file("b", "22"), file("a", "22"), file("c", "333")], [gone("a"), gone("b"), gone("c")]),
  ).toEqual(["/c 3 deleted 0→1", "/a 2 deleted 0→1", "/b 2 deleted 0→1"]);
});
