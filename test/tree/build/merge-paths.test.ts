import fc from "fast-check";
import { expect, test } from "vitest";
import { PathTable } from "../../../src/image/members/path-table.js";
import { type SortedPaths, sortedPaths } from "../../../src/image/members/sorted-paths.js";
import { rawPath } from "../../../src/text/escape.js";
import { nodesOf } from "../../../src/tree/build/build.js";
import { mergePaths } from "../../../src/tree/build/merge-paths.js";
import { pathsOf } from "../../support/members.js";

function listOf(paths: readonly string[]): SortedPaths {
  const table = new PathTable();
  for (const path of paths) table.add(rawPath(path));
  return sortedPaths(table).paths;
}

const name = fc.constantFrom("a", "b", "aa", "a.b", "é", "z".repeat(80));
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
const lists = fc.array(fc.array(path, { maxLength: 12 }), { maxLength: 40 });

test("any number of path lists is merged into one sorted list with each path once", () => {
  fc.assert(
    fc.property(lists, (all) => {
      const sorted = all.map(listOf);
      const { paths, numbers } = mergePaths(sorted);
      const expected = listOf(all.flat());
      expect(pathsOf(paths)).toEqual(pathsOf(expected));
      expect([paths.parent, paths.end]).toEqual([expected.parent, expected.end]);
      const merged = pathsOf(paths);
      for (const [i, list] of sorted.entries()) {
        expect([...numbers[i]].map((node) => merged[node])).toEqual(pathsOf(list));
      }
    }),
    { numRuns: 300 },
  );
});

test("each path gets its number in another list, or -1 if that list does not have the path", () => {
  fc.assert(
    fc.property(fc.array(path), fc.array(path), (some, others) => {
      const [sought, list] = [listOf(some), listOf(others)];
      const known = pathsOf(list);
      expect([...nodesOf(sought, list)]).toEqual(pathsOf(sought).map((one) => known.indexOf(one)));
    }),
  );
});
