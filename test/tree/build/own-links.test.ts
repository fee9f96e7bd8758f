import { describe, expect, test } from "vitest";
import { escapePath } from "../../../src/text/escape.js";
import { loadTree } from "../../../src/tree/load.js";
import { cpuSeconds } from "../../support/cpu-seconds.js";
import { type MemberSpec, memoryImage } from "../../support/memory-image.js";

const link = (path: string, linkname: string): MemberSpec => ({ path, type: "symlink", linkname });
const hard = (path: string, linkname: string): MemberSpec => ({ path, type: "hardlink", linkname });
const dir = (path: string): MemberSpec => ({ path, type: "dir" });
const file = (path: string): MemberSpec => ({ path, content: "x" });

/** Checks all paths except folders, as `path type`, with `to nothing` for a hard link without a target. */
async function check(layers: readonly (readonly MemberSpec[])[], expected: readonly string[]): Promise<void> {
  const tree = await loadTree(memoryImage(layers));
  const seen: string[] = [];
  for (const [node, row] of tree.rootfs.entries()) {
    if (row < 0 || tree.entries.isFolder(row)) continue;
    const lost = tree.entries.inode[row] < 0 ? " to nothing" : "";
    seen.push(`${escapePath(tree.path(node))} ${tree.entries.type(row)}${lost}`);
  }
  expect(seen).toEqual(expected);
}

describe("a path below a symlink that the same archive wrote before is moved to the symlink's target", () => {
  test("missing folders at the target of the symlink are implied", () =>
    check([[link("lib", "usr/lib"), file("lib/a/x")]], ["/lib symlink", "/usr/lib/a/x file"]));

  test("the target of the symlink can have empty parts and `.`", () =>
    check([[link("lib", ".//usr/./lib/"), file("lib/x")]], ["/lib symlink", "/usr/lib/x file"]));

  test("a path follows several symlinks, relative and absolute", () =>
    check(
      [[dir("a/b"), link("a/b/one", "../two"), link("a/two", "/three"), file("a/b/one/x")]],
      ["/a/b/one symlink", "/a/two symlink", "/three/x file"],
    ));

  test("a path follows the last symlink that the archive wrote there", () =>
    check(
      [[link("l", "a"), file("l/x"), link("l", "b"), file("l/y")]],
      ["/a/x file", "/b/y file", "/l symlink"],
    ));

  test("a path never leaves the root through a symlink", () =>
    check(
      [[link("out", "../../../etc"), link("up", ".."), file("out/x"), file("up/up/y")]],
      ["/etc/x file", "/out symlink", "/up symlink", "/y file"],
    ));

  test("whiteouts and opaque markers follow the symlink too", () =>
    check(
      [
        [file("usr/lib/x"), file("usr/lib/y"), file("usr/etc/z")],
        [link("lib", "usr/lib"), file("lib/.wh.x"), link("etc", "usr/etc"), file("etc/.wh..wh..opq")],
      ],
      ["/etc symlink", "/lib symlink", "/usr/lib/y file"],
    ));

  test("the target of a hard link follows symlinks, except in its last part", () =>
    check(
      [[link("lib", "usr/lib"), file("usr/lib/y"), hard("x", "lib/y"), hard("l", "lib")]],
      ["/l hardlink", "/lib symlink", "/usr/lib/y file", "/x hardlink"],
    ));
});

describe("a symlink is not followed", () => {
  test("a symlink of a lower layer is not followed: it becomes a folder", () =>
    check(
      [[link("lib", "usr/lib"), file("usr/lib/y")], [file("lib/x")]],
      ["/lib/x file", "/usr/lib/y file"],
    ));

  test("a symlink after the path in the archive is not followed: it replaces the folder of the path", () =>
    check([[file("lib/x"), link("lib", "usr/lib")]], ["/lib symlink"]));

  test("a symlink is not followed if the archive replaced it with a folder or a file", () =>
    check(
      [[link("a", "t"), dir("a"), file("a/x"), link("b", "t"), file("b"), file("b/y")]],
      ["/a/x file", "/b/y file"],
    ));

  test("a symlink is not followed if a file replaced the folder that contained it", () =>
    check([[link("d/l", "/t"), file("d"), dir("d"), file("d/l/x")]], ["/d/l/x file"]));

  test("a circle of symlinks and a chain of more than 40 symlinks are not followed", async () => {
    await check([[link("a", "b"), link("b", "a"), file("a/x")]], ["/a/x file", "/b symlink"]);
    const chain = Array.from({ length: 41 }, (_, n) => link(`l${n}`, `l${n + 1}`));
    const short = await loadTree(memoryImage([[...chain.slice(1), file("l1/x")]]));
    expect(short.find("l41/x" as Parameters<typeof short.find>[0])).toBeGreaterThan(0);
    const long = await loadTree(memoryImage([[...chain, file("l0/x")]]));
    expect(long.find("l0/x" as Parameters<typeof long.find>[0])).toBeGreaterThan(0);
  });
});

test("4,000 symlinks with long targets load in less than 5 seconds of CPU time", async () => {
  const round = "a/../".repeat(2000);
  const members = Array.from({ length: 4000 }, (_, n) => [
    link(`l${n}`, `${round}l${n - 1}`),
    file(`l${n}/f${n}/x`),
  ]).flat();
  expect(await cpuSeconds(() => loadTree(memoryImage([members])))).toBeLessThan(5);
});
