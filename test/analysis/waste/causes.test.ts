import { describe, expect, test } from "vitest";
import { analyze, waste } from "../../../src/analysis/analyze.js";
import { escapePath } from "../../../src/text/escape.js";
import { type MemberSpec, memoryImage } from "../../support/memory-image.js";

/** The wasted copies as `path bytes cause layer→endedBy`, in the order of the report. */
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

describe("overwritten: a later layer wrote", () => {
  test("other content at the same path", async () => {
    expect(await wasted([file("a", "old!")], [file("a", "newer")])).toEqual(["/a 4 overwritten 0→1"]);
  });

  test("other content of the same size at the same path", async () => {
    expect(await wasted([file("a", "old")], [file("a", "new")])).toEqual(["/a 3 overwritten 0→1"]);
  });

  test.each([
    ["a folder", { path: "a", type: "dir" }],
    ["a symlink", { path: "a", type: "symlink", linkname: "b" }],
    ["a device", { path: "a", type: "char" }],
  ] as const)("%s at the same path", async (_, member) => {
    expect(await wasted([file("a", "old")], [member])).toEqual(["/a 3 overwritten 0→1"]);
  });

  test("a file below it, so that a folder takes its place", async () => {
    expect(await wasted([file("a", "old")], [file("a/b", "new")])).toEqual(["/a 3 overwritten 0→1"]);
  });

  test("an empty file", async () => {
    expect(await wasted([file("a", "old")], [file("a", "")])).toEqual(["/a 3 overwritten 0→1"]);
  });
});

describe("metadata: a later layer wrote the same content with another", () => {
  test.each([
    ["mode", { mode: 0o600 }],
    ["owner", { uid: 1 }],
    ["group", { gid: 1 }],
    ["extended attribute", { xattrs: { "security.capability": "\x01" } }],
  ])("%s", async (_, change) => {
    expect(await wasted([file("a", "same")], [file("a", "same", change)])).toEqual(["/a 4 metadata 0→1"]);
  });

  test("value of an extended attribute", async () => {
    const before = file("a", "same", { xattrs: { "user.x": "1" } });
    expect(await wasted([before], [file("a", "same", { xattrs: { "user.x": "2" } })])).toEqual([
      "/a 4 metadata 0→1",
    ]);
  });
});

test("rewritten: a later layer wrote the same content and metadata; the modification time may differ", async () => {
  expect(await wasted([file("a", "same", { mtime: 1 })], [file("a", "same", { mtime: 2 })])).toEqual([
    "/a 4 rewritten 0→1",
  ]);
});

test("a file that three layers write with the same content has two wasted copies", async () => {
  const layer = [file("a", "same")];
  expect(await wasted(layer, layer, layer)).toEqual(["/a 4 rewritten 0→1", "/a 4 rewritten 1→2"]);
});

describe("moved: a later layer removed it", () => {
  test("and the same layer wrote the same content at another path", async () => {
    expect(await wasted([file("a", "same")], [gone("a"), file("b", "same")])).toEqual(["/a 4 moved 0→1"]);
  });

  test("with its folder", async () => {
    expect(await wasted([file("old/a", "same")], [gone("old"), file("new/a", "same")])).toEqual([
      "/old/a 4 moved 0→1",
    ]);
  });

  test("other content of the same size is not a move: deleted", async () => {
    expect(await wasted([file("a", "same")], [gone("a"), file("b", "else")])).toEqual(["/a 4 deleted 0→1"]);
  });

  test("content that another layer wrote is not a move: deleted", async () => {
    expect(await wasted([file("a", "same"), file("b", "same")], [gone("a")])).toEqual(["/a 4 deleted 0→1"]);
  });
});

describe("deleted: a later layer removed it by", () => {
  test("a whiteout", async () => {
    expect(await wasted([file("a", "old")], [gone("a")])).toEqual(["/a 3 deleted 0→1"]);
  });

  test("a whiteout of a folder above it", async () => {
    expect(await wasted([file("d/e/a", "old")], [gone("d")])).toEqual(["/d/e/a 3 deleted 0→1"]);
  });

  test("an opaque folder, which does not remove files of its own layer", async () => {
    const layer = [file("d/b", "new!"), { path: "d/.wh..wh..opq" }];
    expect(await wasted([file("d/a", "old")], layer)).toEqual(["/d/a 3 deleted 0→1"]);
  });

  test.each([
    ["a file", file("d", "new!")],
    ["a symlink", { path: "d", type: "symlink", linkname: "e" }],
    ["a device", { path: "d", type: "block" }],
  ] as const)("%s in place of a folder above it", async (_, member) => {
    expect(await wasted([file("d/a", "old")], [member])).toEqual(["/d/a 3 deleted 0→1"]);
  });
});

describe("repeated: the same archive", () => {
  test("has the path twice", async () => {
    expect(await wasted([file("a", "one"), file("a", "three")])).toEqual(["/a 3 repeated 0→0"]);
  });

  test("has the path three times", async () => {
    expect(await wasted([file("a", "1"), file("a", "22"), file("a", "333")])).toEqual([
      "/a 2 repeated 0→0",
      "/a 1 repeated 0→0",
    ]);
  });
});

describe("hard links", () => {
  test("a copy is not wasted as long as one of its names is in the image", async () => {
    expect(await wasted([file("a", "same"), link("b", "a")], [gone("a")])).toEqual([]);
  });

  test("a copy is wasted when its last name is removed; its path is the first name that its layer wrote", async () => {
    expect(await wasted([file("b", "same"), link("a", "b")], [gone("b")], [gone("a")])).toEqual([
      "/b 4 deleted 0→2",
    ]);
  });

  test("the first name is the first one in the archive, even if it is a link", async () => {
    expect(await wasted([link("z", "a"), file("a", "same")], [gone("a"), gone("z")])).toEqual([
      "/z 4 deleted 0→1",
    ]);
  });

  test("the last removed name decides the cause", async () => {
    expect(await wasted([file("a", "same"), link("b", "a")], [gone("a")], [file("b", "other")])).toEqual([
      "/a 4 overwritten 0→2",
    ]);
  });

  test("if one layer removes all names, the first cause in the table counts", async () => {
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

test("empty files are not listed", async () => {
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

test("the biggest copies come first, equal ones by path", async () => {
  expect(
    await wasted([file("b", "22"), file("a", "22"), file("c", "333")], [gone("a"), gone("b"), gone("c")]),
  ).toEqual(["/c 3 deleted 0→1", "/a 2 deleted 0→1", "/b 2 deleted 0→1"]);
});
