import { expect, test } from "vitest";
import { PathTable } from "../../../src/image/members/path-table.js";
import { rawPath } from "../../../src/text/escape.js";

/** Every path with the path of its folder. */
function table(paths: readonly string[]): { readonly known: PathTable; readonly rows: readonly string[] } {
  const known = new PathTable();
  for (const path of paths) known.add(rawPath(path));
  return {
    known,
    rows: known.paths.map((path, node) => `${path} in ${known.paths[known.parent[node]] ?? "-"}`),
  };
}

const DEEP = "d/".repeat(400);

test("a path is made with the folders that it stands in, each once", () => {
  const { rows } = table(["a/b/c", "a/b/d", "a", "x"]);
  expect(rows).toEqual([" in -", "a in ", "a/b in a", "a/b/c in a/b", "a/b/d in a/b", "x in "]);
});

test("a path that comes again has the number that it had, long or short", () => {
  const { known } = table(["a/b", `${DEEP}x`, `${DEEP}y`]);
  const again = ["a/b", `${DEEP}x`, `${DEEP}y`].map((path) => known.add(rawPath(path)));
  expect(again).toEqual([2, 403, 404]);
  expect(known.size).toBe(405);
});

test("what was not added is not found, whatever stands beside it", () => {
  const { known } = table(["a/b", `${DEEP}x`, "2/b"]);
  const found = ["", "a/b", `${DEEP}x`, `${DEEP}y`, `${DEEP}x/x`, "b", "a/c"].map((path) =>
    known.find(rawPath(path)),
  );
  expect(found).toEqual([0, 2, 403, -1, -1, -1, -1]);
});

test("a name begins behind its folder", () => {
  const { known } = table(["a/b/cc", `${DEEP}xyz`]);
  const names = [0, 1, 3, known.size - 1].map((node) => known.paths[node].slice(known.nameStart(node)));
  expect(names).toEqual(["", "a", "cc", "xyz"]);
  expect(known.nameBytes).toBe("abcc".length + 400 + "xyz".length);
});
