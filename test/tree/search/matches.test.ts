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

/** The paths of the tree that are accepted; `among` leaves out what it has no 1 for. */
function accepted(tree: FileTree, automaton: Automaton, among?: Uint8Array): string[] {
  const column = finished(
    matches(tree, new Names(tree), automaton, among ?? new Uint8Array(tree.size).fill(1)),
  );
  return [...column.keys()]
    .filter((node) => column[node] === 1)
    .map((node) => Buffer.from(tree.path(node), "latin1").toString());
}

test("a text is looked for in the whole path, over the borders of names", async () => {
  const tree = await treeOf(PATHS);
  expect(accepted(tree, containing("b/a"))).toEqual(["/usr/lib/a.so"]);
  expect(accepted(tree, containing("lib/py"))).toEqual([
    "/usr/lib/python3",
    "/usr/lib/python3/flask",
    "/usr/lib/python3/flask/app.py",
  ]);
  expect(accepted(tree, containing("é"))).toEqual(["/usr/share/é"]);
});

test("a lower-case text matches both cases, a text with an upper-case letter only its own", async () => {
  const tree = await treeOf(PATHS);
  expect(accepted(tree, containing("app"))).toEqual([
    "/opt/App",
    "/opt/App/app.py",
    "/usr/lib/python3/flask/app.py",
  ]);
  expect(accepted(tree, containing("App"))).toEqual(["/opt/App", "/opt/App/app.py"]);
});

test("letters in order may have anything between them", async () => {
  const tree = await treeOf(PATHS);
  expect(accepted(tree, inOrder("ulfy"))).toEqual(["/usr/lib/python3/flask/app.py"]);
});

test("nodes that are not searched are not found", async () => {
  const tree = await treeOf(PATHS);
  const among = Uint8Array.from({ length: tree.size }, (_, node) =>
    Number(!tree.path(node).startsWith("/usr")),
  );
  expect(accepted(tree, containing("app"), among)).toEqual(["/opt/App", "/opt/App/app.py"]);
});

test("inAll() leaves what all columns have", () => {
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

/** The paths and the folders above them. */
function allPaths(tree: FileTree): string[] {
  return Array.from({ length: tree.size - 1 }, (_, i) => tree.path(i + 1));
}

test("a text is found where includes() finds it", () =>
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

test("the names that contain a text are found as a search byte by byte finds them, after any earlier search", () =>
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

test("a text far behind the beginning of a name is also found as a part of longer texts", async () => {
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
