import { expect, test } from "vitest";
import { PathTable } from "../../../src/image/members/path-table.js";
import { sortedPaths } from "../../../src/image/members/sorted-paths.js";
import { rawPath } from "../../../src/text/escape.js";

function pathOf(known: PathTable, node: number): string {
  return known.path(node, Number.POSITIVE_INFINITY) ?? "too long";
}

/** Every path with the path of its folder. */
function table(paths: readonly string[]): { readonly known: PathTable; readonly rows: readonly string[] } {
  const known = new PathTable();
  for (const path of paths) known.add(rawPath(path));
  return {
    known,
    rows: known.parent.map(
      (folder, node) => `${pathOf(known, node)} in ${folder < 0 ? "-" : pathOf(known, folder)}`,
    ),
  };
}

const DEEP = "d/".repeat(400);

test("adding a path adds each of its folders once", () => {
  const { rows } = table(["a/b/c", "a/b/d", "a", "x"]);
  expect(rows).toEqual([" in -", "a in ", "a/b in a", "a/b/c in a/b", "a/b/d in a/b", "x in "]);
});

test("adding the same path twice returns the same node, for short and long paths", () => {
  const { known } = table(["a/b", `${DEEP}x`, `${DEEP}y`]);
  const again = ["a/b", `${DEEP}x`, `${DEEP}y`].map((path) => known.add(rawPath(path)));
  expect(again).toEqual([2, 403, 404]);
  expect(known.size).toBe(405);
});

test("the closest node of a path is its own node, or the deepest of its folders in the table", () => {
  const { known } = table(["a/b", `${DEEP}x`, "2/b"]);
  const paths = ["a/b", `${DEEP}x`, `${DEEP}y`, `${DEEP}x/x`, "b", "a/c", "a/c/d/e", "d/d/e/f"];
  const depthOf = (node: number): number => (node > 0 ? 1 + depthOf(known.parent[node]) : 0);
  const depths = paths.map((path) => depthOf(known.closest(rawPath(path))));
  expect(depths).toEqual([2, 401, 400, 401, 0, 1, 1, 2]);
});

test("a name begins after the path of its folder", () => {
  const { known } = table(["a/b/cc", `${DEEP}xyz`]);
  const names = [0, 1, 3, known.size - 1].map((node) => known.name(node));
  expect(names).toEqual(["", "a", "cc", "xyz"]);
  expect(known.nameBytes).toBe("abcc".length + 400 + "xyz".length);
});

test("names in a folder are sorted by their bytes, also if only some paths are long", () => {
  const folder = "d".repeat(500);
  const names = ["z", `b${"b".repeat(20)}`, `a${"a".repeat(20)}`, "a"];
  const { known } = table(names.map((name) => `${folder}/${name}`));
  const { paths } = sortedPaths(known);
  const sorted = [2, 3, 4, 5].map((node) =>
    paths.pool.toString("latin1", paths.nameStart[node], paths.nameStart[node + 1]),
  );
  expect(sorted).toEqual([...names].sort());
});

test("the target of a hard link is not a path of the layer until a member has this path", () => {
  const { known } = table(["a/b"]);
  const target = known.addTarget(rawPath("x/y/z"));
  expect(known.ofMembers()?.count).toBe(3);
  expect(known.ofTargets([target]).count).toBe(4);
  known.add(rawPath("x/y/w"));
  expect(known.ofMembers()?.count).toBe(6);
  known.add(rawPath("x/y/z"));
  expect(known.ofMembers()).toBeNull();
  expect(known.ofTargets([target]).count).toBe(1);
});
