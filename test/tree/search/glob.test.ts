import fc from "fast-check";
import picomatch from "picomatch";
import { describe, expect, test } from "vitest";
import { rawPath } from "../../../src/text/escape.js";
import { Names } from "../../../src/tree/columns/names.js";
import type { FileTree } from "../../../src/tree/file-tree.js";
import { loadTree } from "../../../src/tree/load.js";
import { finished } from "../../../src/tree/pieces.js";
import { type GlobOptions, isGlob, readGlob } from "../../../src/tree/search/glob.js";
import { GlobMachine, START } from "../../../src/tree/search/glob-machine.js";
import { matchingPaths, searchGlobs } from "../../../src/tree/search/glob-search.js";
import { cpuSeconds } from "../../support/cpu-seconds.js";
import { memoryImage } from "../../support/memory-image.js";

const FROM_ROOT: GlobOptions = { from: "root" };

/** Returns a column for each glob, with a 1 for each matching path. */
function allMatching(tree: FileTree, machine: GlobMachine, count: number): Uint8Array[] {
  const columns = Array.from({ length: count }, () => new Uint8Array(tree.size));
  const onMatch = (node: number, globs: readonly number[]) => {
    for (const glob of globs) columns[glob][node] = 1;
  };
  finished(searchGlobs(tree, machine, { onMatch }));
  return columns;
}

function machineOf(globs: readonly string[], options = FROM_ROOT): GlobMachine {
  return new GlobMachine(
    globs.map((text) => {
      const glob = readGlob(text, options);
      if ("problem" in glob) throw new Error(glob.problem);
      return glob;
    }),
  );
}

/** Returns true if the glob matches the path. A path that begins with `bytes:` is a string of bytes. */
function fits(glob: string, path: string, options = FROM_ROOT): boolean {
  const machine = machineOf([glob], options);
  const bytes = path.startsWith("bytes:") ? path.slice(6) : rawPath(path);
  return machine.matched[machine.afterAll(START, bytes)].length > 0;
}

function problem(glob: string): string {
  const read = readGlob(glob, FROM_ROOT);
  return "problem" in read ? read.problem : "none";
}

describe("a glob", () => {
  test.each([
    ["*.py", "/opt/app.py", true],
    ["*.py", "/opt/app.pyc", false],
    ["/opt/*", "/opt/a/b", false],
    ["opt/*", "/usr/opt/a", false],
    ["/etc/**", "/etc", true],
    ["/etc/**", "/etc/a/b", true],
    ["/etc/**", "/etcetera", false],
    ["**/.git/**", "/.git", true],
    ["/a/**/b", "/a/b", true],
    ["/a/**/b", "/a/x/y/b", true],
    ["/a/**/b", "/ab", false],
    ["/usr/**.py", "/usr/lib/app.py", true],
    ["docs/", "/x/docs", true],
    ["a?c", "/abc", true],
    ["a?c", "/aéc", true],
    ["a??c", "/aéc", false],
    ["a?c", "/a/c", false],
    ["caf?", "bytes:/caf\xe9", true],
    ["a?", "bytes:/a\x85", true],
    ["[a-c]x", "/bx", true],
    ["[!a-c]x", "/bx", false],
    ["[^a-c]x", "/éx", true],
    ["[à-ÿ]x", "/éx", true],
    ["[!é]x", "/éx", false],
    ["[!é]x", "/ax", true],
    ["a[/]b", "/a/b", false],
    ["*.{map,ts}", "/a.ts", true],
    ["{a,b/{c,d}}/e", "/b/d/e", true],
    ["a{,b}", "/a", true],
    ["a\\*b", "/a*b", true],
    ["a\\*b", "/axb", false],
    ["a\\x0ab", "/a\nb", true],
    ["a\\xffb", "bytes:/a\xffb", true],
    ["a\\\\b", "/a\\b", true],
    ["*", "/a\nb", true],
  ])("the glob %s matches the path %s: %s", (glob, path, expected) => {
    expect(fits(glob, path)).toBe(expected);
  });

  test.each(["a(b)", "a+(b)", "@(a|b)", "a|b", "a.b", "a$", "^a", "{a}", "a)", "(a", "!a", "a+b"])(
    "the glob %s matches only a file with exactly this name",
    (name) => {
      expect(fits(name, `/${name}`)).toBe(true);
      expect(
        ["/ab", "/abb", "/a", "/b", "/axb"].filter((path) => path !== `/${name}` && fits(name, path)),
      ).toEqual([]);
    },
  );

  test("a glob ignores case if the option is set, also outside of ASCII", () => {
    const ignoring: GlobOptions = { from: "root", ignoreCase: true };
    expect(fits("README*", "/readme.md", ignoring)).toBe(true);
    expect(fits("É[ab]", "/éB", ignoring)).toBe(true);
    expect(fits("README*", "/readme.md")).toBe(false);
  });

  test("a glob from anywhere matches in any folder, unless it begins with a slash", () => {
    expect(fits("lib/*.so", "/usr/lib/a.so", { from: "anywhere" })).toBe(true);
    expect(fits("/lib/*.so", "/usr/lib/a.so", { from: "anywhere" })).toBe(false);
  });

  test.each([
    ["a".repeat(5000), "too long: 4096 bytes at most"],
    ["{a,b}".repeat(20), "too long: its braces have more than 1000 alternatives"],
    [`${"{a,".repeat(20)}b${"}".repeat(20)}`, "too deep: 8 braces within each other at most"],
    ["//", "empty"],
  ])("the problem of an invalid glob is explained: %s", (glob, expected) => {
    expect(problem(glob)).toBe(expected);
  });
});

test.each([
  ["a*", true],
  ["a?", true],
  ["[ab]", true],
  ["{a,b}", true],
  ["a+(b)", false],
  ["{a}", false],
])("%s contains a wildcard: %s", (text, expected) => {
  expect(isGlob(text)).toBe(expected);
});

const NAME = fc.string({ unit: fc.constantFrom("a", "b", "."), minLength: 1, maxLength: 4 });
const NAMES = NAME.filter((name) => name !== "." && name !== "..");
const PATH = fc.array(NAMES, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
const ANY_PATHS = fc.uniqueArray(PATH, { minLength: 1, maxLength: 12 });
const SEGMENT = fc
  .array(fc.constantFrom("a", "b", "*", "?", "[ab]", "{a,b}"), { minLength: 1, maxLength: 4 })
  .map((tokens) => tokens.join("").replace(/\*+/g, "*"));
const GLOB = fc
  .array(fc.oneof(SEGMENT, fc.constant("**")), { minLength: 1, maxLength: 4 })
  .map((segments) => segments.join("/"))
  // picomatch has special rules for a glob that ends in `/**`.
  .filter((glob) => !/.\/\*\*$/.test(glob));

function treeOf(paths: readonly string[]): Promise<FileTree> {
  return loadTree(memoryImage([paths.map((path) => ({ path }))]));
}

function pathsIn(tree: FileTree, column: Uint8Array): string[] {
  return [...column.keys()].filter((node) => column[node] === 1).map((node) => tree.path(node));
}

test("globs match the same paths as in picomatch, whether they are searched together or alone", () =>
  fc.assert(
    fc.asyncProperty(ANY_PATHS, fc.array(GLOB, { minLength: 1, maxLength: 6 }), async (paths, globs) => {
      const tree = await treeOf(paths);
      const all = Array.from({ length: tree.size - 1 }, (_, i) => tree.path(i + 1) as string);
      const expected = globs.map((glob) => {
        const isMatch = picomatch(glob.includes("/") ? glob : `**/${glob}`, { dot: true });
        return all.filter((path) => isMatch(path.slice(1)));
      });
      const columns = allMatching(tree, machineOf(globs), globs.length);
      expect(columns.map((column) => pathsIn(tree, column))).toEqual(expected);
      const alone = globs.map((glob) =>
        pathsIn(tree, finished(matchingPaths(tree, machineOf([glob]), { names: new Names(tree) }))),
      );
      expect(alone).toEqual(expected);
    }),
  ));

test("globs that make a regular expression backtrack take less than 5 seconds of CPU time", async () => {
  const tree = await treeOf([
    `${"a".repeat(5000)}b`,
    ...Array.from({ length: 200 }, (_, i) => "a".repeat(i + 200)),
  ]);
  const globs = [`${"*a".repeat(30)}*c`, `*a${"?".repeat(40)}b`, `{${"a*,".repeat(30)}x}*c`];
  const search = () => {
    const columns = allMatching(tree, machineOf(globs), globs.length);
    expect(columns.map((column) => pathsIn(tree, column).length)).toEqual([0, 1, 0]);
  };
  expect(await cpuSeconds(search)).toBeLessThan(5);
});

test("a search that drops cached states finds the same paths", async () => {
  const names = Array.from({ length: 9000 }, (_, i) => `d${i % 7}/${i.toString(2)}x${i}`);
  const tree = await treeOf(names);
  const globs = [`*1${"?".repeat(12)}`, "d3/**"];
  const columns = allMatching(tree, machineOf(globs), globs.length);
  const isMatch = /\/[^/]*1[^/]{12}$/;
  const all = Array.from({ length: tree.size - 1 }, (_, i) => tree.path(i + 1) as string);
  expect(pathsIn(tree, columns[0])).toEqual(all.filter((path) => isMatch.test(path)));
  expect(pathsIn(tree, columns[1])).toEqual(all.filter((path) => path.startsWith("/d3")));
});
