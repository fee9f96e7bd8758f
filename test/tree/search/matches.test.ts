import fc from "fast-check";
import { expect, test } from "vitest";
import { Names } from "../../../src/tree/columns/names.js";
import type { FileTree } from "../../../src/tree/file-tree.js";
import { loadTree } from "../../../src/tree/load.js";
import { finished } from "../../../src/tree/pieces.js";
import { type Automaton, containing, inOrder } from "../../../src/tree/search/automaton.js";
import { inAll, matches } from "../../../src/tree/search/matches.js";
import { findText, type TextMatches } from "../../../src/tree/search/text-search.js";
import { memoryImage } from "../../support/memory-image.js";

const PATHS = ["etc/passwd", "opt/App/app.py", "usr/lib/a.so", "usr/lib/python3/flask/app.py", "usr/share/é"];

function treeOf(paths: readonly string[]): Promise<FileTree> {
  return loadTree(memoryImage([paths.map((path) => ({ path }))]));
}

/** Returns the matching paths of the tree. Only nodes with a 1 in `among` are searched. */
function accepted(tree: FileTree, automaton: Automaton, among?: Uint8Array): string[] {
  const column = finished(
    matches(tree, new Names(tree), automaton, among ?? new Uint8Array(tree.size).fill(1)),
  );
  return [...column.keys()]
    .filter((node) => column[node] === 1)
    .map((node) => Buffer.from(tree.path(node), "latin1").toString());
}

test("a text is searched in the whole path, across slashes", async () => {
  const tree = await treeOf(PATHS);
  expect(accepted(tree, containing("b/a"))).toEqual(["/usr/lib/a.so"]);
  expect(accepted(tree, containing("lib/py"))).toEqual([
    "/usr/lib/python3",
    "/usr/lib/python3/flask",
    "/usr/lib/python3/flask/app.py",
  ]);
  expect(accepted(tree, containing("é"))).toEqual(["/usr/share/é"]);
});

test("a lower-case text ignores case, and a text with an upper-case letter is case-sensitive", async () => {
  const tree = await treeOf(PATHS);
  expect(accepted(tree, containing("app"))).toEqual([
    "/opt/App",
    "/opt/App/app.py",
    "/usr/lib/python3/flask/app.py",
  ]);
  expect(accepted(tree, containing("App"))).toEqual(["/opt/App", "/opt/App/app.py"]);
});

test("a fuzzy search allows other characters between its letters", async () => {
  const tree = await treeOf(PATHS);
  expect(accepted(tree, inOrder("ulfy"))).toEqual(["/usr/lib/python3/flask/app.py"]);
});

test("a search finds only nodes in `among`", async () => {
  const tree = await treeOf(PATHS);
  const among = Uint8Array.from({ length: tree.size }, (_, node) =>
    Number(!tree.path(node).startsWith("/usr")),
  );
  expect(accepted(tree, containing("app"), among)).toEqual(["/opt/App", "/opt/App/app.py"]);
});

test("inAll() returns the nodes that all columns have", () => {
  const columns = [
    [1, 1, 0, 1],
    [1, 0, 1, 1],
    [1, 1, 1, 0],
  ].map((column) => Uint8Array.from(column));
  expect([...inAll(columns)]).toEqual([1, 0, 0, 0]);
});

const NAME = fc.string({ unit: fc.constantFrom("a", "b", "."), minLength: 1, maxLength: 4 });
const NAMES = NAME.filter((name) => name !== "." && name !== "..");
const PATH = fc.array(NAMES, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
const ANY_PATHS = fc.uniqueArray(PATH, { minLength: 1, maxLength: 12 });

/** Returns all paths of the tree, also folders. */
function allPaths(tree: FileTree): string[] {
  return Array.from({ length: tree.size - 1 }, (_, i) => tree.path(i + 1));
}

test("a text is found in the same paths as with String.includes()", () =>
  fc.assert(
    fc.asyncProperty(
      ANY_PATHS,
      fc.string({ unit: fc.constantFrom("a", "b", "/"), maxLength: 4, minLength: 1 }),
      async (paths, text) => {
        const tree = await treeOf(paths);
        expect(accepted(tree, containing(text))).toEqual(
          allPaths(tree).filter((path) => path.includes(text)),
        );
      },
    ),
  ));

test("a search that continues any earlier search finds the same paths as a search byte by byte", () =>
  fc.assert(
    fc.asyncProperty(
      ANY_PATHS,
      fc.array(fc.string({ unit: fc.constantFrom("a", "b", "B"), minLength: 1, maxLength: 4 }), {
        minLength: 1,
        maxLength: 6,
      }),
      async (paths, texts) => {
        const tree = await treeOf([...paths, "A/aB/Bab"]);
        const names = new Names(tree);
        const among = new Uint8Array(tree.size).fill(1);
        let before: TextMatches | null = null;
        for (const text of texts.flatMap((whole) => [...whole].map((_, i) => whole.slice(0, i + 1)))) {
          before = finished(findText(tree, names, text, { among, before }));
          expect(before.column).toEqual(finished(matches(tree, names, containing(text), among)));
        }
      },
    ),
  ));

test("a text after 250 characters of a name is found while the text gets longer", async () => {
  const long = `${"-".repeat(250)}abcdefgh`;
  const tree = await treeOf([long, `${long}i`]);
  const names = new Names(tree);
  const among = new Uint8Array(tree.size).fill(1);
  let before: TextMatches | null = null;
  const found = ["ef", "efg", "efgh", "efghi"].map((text) => {
    before = finished(findText(tree, names, text, { among, before }));
    return [...before.column];
  });
  expect(found).toEqual([
    [0, 1, 1],
    [0, 1, 1],
    [0, 1, 1],
    [0, 0, 1],
  ]);
});
