import { expect, test } from "vitest";
import { escapePath, rawPath } from "../../src/text/escape.js";
import { ADDED, layerView, MODIFIED, REMOVED } from "../../src/tree/changes.js";
import { loadTree } from "../../src/tree/load.js";
import { cpuSeconds } from "../support/cpu-seconds.js";
import { type MemberSpec, memoryImage } from "../support/memory-image.js";

type Stack = readonly (readonly MemberSpec[])[];

/** Checks the paths that a container sees, as `path type of layer`. */
async function check(layers: Stack, expected: readonly string[]): Promise<void> {
  const tree = await loadTree(memoryImage(layers));
  const seen: string[] = [];
  for (const [node, row] of tree.rootfs.entries()) {
    if (row >= 0)
      seen.push(`${escapePath(tree.path(node))} ${tree.entries.type(row)} of ${tree.entries.layer(row)}`);
  }
  expect(seen).toEqual(expected);
}

/** Checks the changes of the last layer, as `+ path`, `~ path` or `- path`. */
async function checkChanges(layers: Stack, expected: readonly string[]): Promise<void> {
  const tree = await loadTree(memoryImage(layers));
  const { changes } = layerView(tree, layers.length - 1);
  const seen: string[] = [];
  for (const [node, change] of changes.entries()) {
    const sign = change === ADDED ? "+" : change === MODIFIED ? "~" : change === REMOVED ? "-" : "";
    if (sign !== "") seen.push(`${sign} ${escapePath(tree.path(node))}`);
  }
  expect(seen).toEqual(expected);
}

const dir = (path: string): MemberSpec => ({ path, type: "dir" });

test("a whiteout removes the file of a lower layer, not of its own layer, in any order", async () => {
  const below = [{ path: "etc/a" }, { path: "etc/b" }];
  await check([below, [{ path: "etc/.wh.a" }]], ["/etc dir of 0", "/etc/b file of 0"]);
  const expected = ["/etc dir of 0", "/etc/a file of 1", "/etc/b file of 0"];
  await check([below, [{ path: "etc/.wh.a" }, { path: "etc/a" }]], expected);
  await check([below, [{ path: "etc/a" }, { path: "etc/.wh.a" }]], expected);
});

test("an opaque folder removes its files of lower layers, and keeps the files of its own layer", async () => {
  const below = [{ path: "d/x/deep" }, { path: "d/y" }, { path: "e" }];
  const upper = [{ path: "d/new" }, { path: "d/.wh..wh..opq" }];
  await check([below, upper], ["/d dir of 0", "/d/new file of 1", "/e file of 0"]);
  await check([below, [{ path: ".wh..wh..opq" }, { path: "f" }]], ["/f file of 1"]);
});

test("a folder that a layer removes, and implies again, is new", async () => {
  const below = [{ path: "a" }, dir("d"), { path: "d/x" }, { path: "d/y" }, dir("e")];
  const upper = [".wh.a", ".wh.d", "d/.wh.x", "d/new", ".wh.e", "e/new"].map((path) => ({ path }));
  await check([below, upper], ["/d dir of 1", "/d/new file of 1", "/e dir of 1", "/e/new file of 1"]);
});

test("a whiteout of a missing path does nothing", async () => {
  await check([[{ path: "a" }], [{ path: ".wh.b" }, { path: "c/.wh.d" }]], ["/a file of 0"]);
});

test("a file that replaces a folder removes everything in the folder", async () => {
  await check([[{ path: "d/x" }], [{ path: "d" }]], ["/d file of 1"]);
});

test("a folder replaces a file at the same path, listed or implied", async () => {
  await check([[{ path: "d" }], [dir("d")]], ["/d dir of 1"]);
  await check([[{ path: "d" }], [{ path: "d/x" }]], ["/d dir of 1", "/d/x file of 1"]);
});

test("a folder that two layers write has the files of both layers", async () => {
  await check(
    [
      [dir("d"), { path: "d/x" }],
      [dir("d"), { path: "d/y" }],
    ],
    ["/d dir of 1", "/d/x file of 0", "/d/y file of 1"],
  );
});

test("a layer that writes lib/x replaces a symlink lib of a lower layer with a folder", async () => {
  const below: MemberSpec[] = [{ path: "lib", type: "symlink", linkname: "usr/lib" }, { path: "usr/lib/y" }];
  await check(
    [below, [{ path: "lib/x" }]],
    ["/lib dir of 1", "/lib/x file of 1", "/usr dir of 0", "/usr/lib dir of 0", "/usr/lib/y file of 0"],
  );
});

test("if an archive has a path twice, the last entry counts", async () => {
  await check([[{ path: "a" }, { path: "a", type: "symlink", linkname: "b" }]], ["/a symlink of 0"]);
  await check([[{ path: "a/b" }, { path: "a" }]], ["/a file of 0"]);
  await check([[{ path: "a" }, { path: "a/b" }]], ["/a dir of 0", "/a/b file of 0"]);
});

test.each([
  ["a file", ["a", "a"]],
  ["a file below it", ["a", "a/b"]],
  ["a file in the place of its folder", ["a/b", "a"]],
])("a file that its own archive replaces is repeated: by %s", async (_, paths) => {
  const tree = await loadTree(memoryImage([paths.map((path) => ({ path }))]));
  expect(tree.layers[0].repeated).toEqual([0]);
});

test("a hard link refers to an earlier member, else to a lower layer, else to a later member", async () => {
  const link: MemberSpec = { path: "link", type: "hardlink", linkname: "a" };
  const [low, upper]: MemberSpec[] = [
    { path: "a", content: "low" },
    { path: "a", content: "upper" },
  ];
  const linkedBytes = async (layers: Stack) => {
    const tree = await loadTree(memoryImage(layers));
    return tree.entries.bytes(tree.entries.inode[tree.rootfs[tree.find(rawPath("link"))]]);
  };
  expect(await linkedBytes([[low], [upper, link]])).toBe(5);
  expect(await linkedBytes([[low], [link]])).toBe(3);
  expect(await linkedBytes([[low], [link, upper]])).toBe(3);
  expect(await linkedBytes([[link, upper]])).toBe(5);
  expect(await linkedBytes([[upper, link, low]])).toBe(5);
});

test("a hard link to an implied folder, or to a file of a higher layer, has no target", async () => {
  for (const linkname of ["d", "later"]) {
    const link: MemberSpec = { path: "link", type: "hardlink", linkname };
    const tree = await loadTree(memoryImage([[{ path: "d/x" }, link], [{ path: "later" }]]));
    expect(tree.entries.inode[1]).toBe(-1);
  }
});

test("hard links in a circle have no target", async () => {
  const circle: MemberSpec[] = [
    { path: "a", type: "hardlink", linkname: "b" },
    { path: "b", type: "hardlink", linkname: "a" },
  ];
  const tree = await loadTree(memoryImage([circle]));
  expect([...tree.entries.inode]).toEqual([-1, -1]);
});

test("a path that a layer writes again is modified, even without a difference; a new implied folder is added", async () => {
  await checkChanges(
    [
      [{ path: "a" }, dir("d")],
      [{ path: "a" }, dir("d"), { path: "new/x" }],
    ],
    ["~ /a", "~ /d", "+ /new", "+ /new/x"],
  );
});

test("an implied folder is modified if it replaces a symlink", async () => {
  await checkChanges(
    [[{ path: "lib", type: "symlink", linkname: "usr" }], [{ path: "lib/x" }]],
    ["~ /lib", "+ /lib/x"],
  );
});

test("removing a folder removes every path in it", async () => {
  await checkChanges(
    [[{ path: "d/x/y" }, { path: "e" }], [{ path: ".wh.d" }]],
    ["- /d", "- /d/x", "- /d/x/y"],
  );
});

test("a layer that occurs twice is read once and shown twice", async () => {
  const image = memoryImage([[{ path: "a" }, { path: ".wh.b" }], [], []]);
  let reads = 0;
  const [first, second] = image.layers;
  const members: typeof first.members = (options) => {
    reads++;
    return first.members(options);
  };
  const twice = [{ ...first, members }, second, { ...first, index: 2, members }];
  const tree = await loadTree({ ...image, layers: twice });
  expect(reads).toBe(1);
  expect(tree.layers.map(({ memberCount, nodes }) => ({ memberCount, paths: nodes.length }))).toEqual([
    { memberCount: 2, paths: 1 },
    { memberCount: 0, paths: 0 },
    { memberCount: 2, paths: 1 },
  ]);
});

test("loading a tree fails with the error of a layer that cannot be read", async () => {
  const image = memoryImage([[{ path: "a" }], [{ path: "b" }]]);
  const broken = { ...image.layers[1], members: () => Promise.reject(new Error("damaged")) };
  await expect(loadTree({ ...image, layers: [image.layers[0], broken] })).rejects.toThrow("damaged");
});

test("30,000 hard links to a path that occurs 30,000 times load in less than 1 s of CPU time", async () => {
  const copies = Array.from({ length: 30_000 }, (): MemberSpec => ({ path: "a", content: "x" }));
  const links = copies.map((_, n): MemberSpec => ({ path: `l${n}`, type: "hardlink", linkname: "a" }));
  const load = async () => {
    const tree = await loadTree(memoryImage([[...copies, ...links]]));
    expect(tree.entries.inode[59_999]).toBe(29_999);
  };
  expect(await cpuSeconds(load)).toBeLessThan(1);
});
