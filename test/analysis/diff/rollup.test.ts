import { describe, expect, test } from "vitest";
import { analyze } from "../../../src/analysis/analyze.js";
import { compareImages } from "../../../src/analysis/diff/compare-images.js";
import { rollUp } from "../../../src/analysis/diff/rollup.js";
import { pathAt } from "../../../src/report/diff/compared-path.js";
import { escapePath } from "../../../src/text/escape.js";
import { type MemberSpec, memoryImage } from "../../support/memory-image.js";

async function rolledUp(a: readonly MemberSpec[], b: readonly MemberSpec[], most: number): Promise<string[]> {
  const comparison = await compareImages(await analyze(memoryImage([a])), await analyze(memoryImage([b])));
  return rollUp(comparison, { most }).map(
    ({ node, below }) => escapePath(pathAt(comparison, node)) + (below ? "" : " itself"),
  );
}

const files = (folder: string, count: number, content: string): MemberSpec[] =>
  Array.from({ length: count }, (_, n) => ({ path: `${folder}/f${n}`, content }));

describe("the list of differences", () => {
  test("an added or removed folder has one line", async () => {
    expect(await rolledUp(files("old", 30, "ab"), files("new", 20, "abcdef"), 10)).toEqual(["/new", "/old"]);
  });

  test("if there is room, each path has a line, largest difference first", async () => {
    const b: MemberSpec[] = [
      { path: "etc/a", content: "1" },
      { path: "etc/b", content: "12345" },
      { path: "usr/lib/c", content: "123" },
    ];
    const a = b.map(({ path }): MemberSpec => ({ path, content: "" }));
    expect(await rolledUp(a, b, 10)).toEqual(["/etc/b", "/usr/lib/c", "/etc/a"]);
  });

  test("if there is no room, folders have a line, and only the folder with the most bytes is opened", async () => {
    const b = [
      ...files("usr/big", 2, "x".repeat(100)),
      ...files("usr/small", 9, "x"),
      ...files("var", 9, "xx"),
    ];
    const a = b.map(({ path }): MemberSpec => ({ path, content: "" }));
    expect(await rolledUp(a, b, 4)).toEqual(["/usr/big/f0", "/usr/big/f1", "/var", "/usr/small"]);
  });

  test("an opened folder that differs itself has its own line", async () => {
    const a: MemberSpec[] = [
      { path: "d", type: "dir" },
      { path: "d/f", content: "" },
    ];
    const b: MemberSpec[] = [
      { path: "d", type: "dir", mode: 0o700 },
      { path: "d/f", content: "12" },
    ];
    expect(await rolledUp(a, b, 10)).toEqual(["/d/f", "/d itself"]);
  });

  test("moved files, and folders that were added or removed with them, have no line", async () => {
    expect(await rolledUp(files("a", 3, "same"), [...files("b", 3, "same"), { path: "c" }], 10)).toEqual([
      "/c",
    ]);
  });
});

test("an unchanged path has no line", async () => {
  expect(await rolledUp(files("a", 3, "x"), files("a", 3, "x"), 10)).toEqual([]);
});
