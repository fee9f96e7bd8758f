import { describe, expect, test } from "vitest";
import { escapePath } from "../../../src/text/escape.js";
import { loadTree } from "../../../src/tree/load.js";
import { type MemberSpec, memoryImage } from "../../support/memory-image.js";

const link = (path: string, linkname: string): MemberSpec => ({ path, type: "symlink", linkname });
const hard = (path: string, linkname: string): MemberSpec => ({ path, type: "hardlink", linkname });
const dir = (path: string): MemberSpec => ({ path, type: "dir" });
const file = (path: string): MemberSpec => ({ path, content: "x" });

/** What the image holds but for folders, a path and its type a line; a name without content is said. */
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
  test("with missing folders implied there", () =>
    check([[link("lib", "usr/lib"), file("lib/a/x")]], ["/lib symlink", "/usr/lib/a/x file"]));

  test("over other symlinks, relative and absolute ones", () =>
    check(
      [[dir("a/b"), link("a/b/one", "../two"), link("a/two", "/three"), file("a/b/one/x")]],
      ["/a/b/one symlink", "/a/two symlink", "/three/x file"],
    ));

  test("never outside the root", () =>
    check(
      [[link("out", "../../../etc"), link("up", ".."), file("out/x"), file("up/up/y")]],
      ["/etc/x file", "/out symlink", "/up symlink", "/y file"],
    ));

  test("for whiteouts and opaque marks too", () =>
    check(
      [
        [file("usr/lib/x"), file("usr/lib/y"), file("usr/etc/z")],
        [link("lib", "usr/lib"), file("lib/.wh.x"), link("etc", "usr/etc"), file("etc/.wh..wh..opq")],
      ],
      ["/etc symlink", "/lib symlink", "/usr/lib/y file"],
    ));

  test("for a hard link's target, whose last part is not followed", () =>
    check(
      [[link("lib", "usr/lib"), file("usr/lib/y"), hard("x", "lib/y"), hard("l", "lib")]],
      ["/l hardlink", "/lib symlink", "/usr/lib/y file", "/x hardlink"],
    ));
});

describe("a symlink is not followed", () => {
  test("where a lower layer wrote it: it becomes a folder", () =>
    check(
      [[link("lib", "usr/lib"), file("usr/lib/y")], [file("lib/x")]],
      ["/lib/x file", "/usr/lib/y file"],
    ));

  test("where it comes after the path: then the path replaces nothing of it", () =>
    check([[file("lib/x"), link("lib", "usr/lib")]], ["/lib symlink"]));

  test("where the archive put a folder or a file in its place", () =>
    check(
      [[link("a", "t"), dir("a"), file("a/x"), link("b", "t"), file("b"), file("b/y")]],
      ["/a/x file", "/b/y file"],
    ));

  test("if a file replaced the folder that contained it", () =>
    check([[link("d/l", "/t"), file("d"), dir("d"), file("d/l/x")]], ["/d/l/x file"]));

  test("in a circle, or over more than 40 others", async () => {
    await check([[link("a", "b"), link("b", "a"), file("a/x")]], ["/a/x file", "/b symlink"]);
    const chain = Array.from({ length: 41 }, (_, n) => link(`l${n}`, `l${n + 1}`));
    const short = await loadTree(memoryImage([[...chain.slice(1), file("l1/x")]]));
    expect(short.find("l41/x" as Parameters<typeof short.find>[0])).toBeGreaterThan(0);
    const long = await loadTree(memoryImage([[...chain, file("l0/x")]]));
    expect(long.find("l0/x" as Parameters<typeof long.find>[0])).toBeGreaterThan(0);
  });
});

test("cost grows with the archive only, whatever the length and number of its links", async () => {
  const round = "a/../".repeat(2000);
  const members = Array.from({ length: 4000 }, (_, n) => [
    link(`l${n}`, `${round}l${n - 1}`),
    file(`l${n}/f${n}/x`),
  ]).flat();
  const before = process.cpuUsage();
  await loadTree(memoryImage([members]));
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(5);
});
