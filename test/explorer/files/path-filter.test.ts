import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PathFilter, type Unfiltered } from "../../../src/explorer/files/path-filter.js";
import { layerView } from "../../../src/tree/changes.js";
import { Names } from "../../../src/tree/columns/names.js";
import { Outline } from "../../../src/tree/columns/outline.js";
import type { FileTree } from "../../../src/tree/file-tree.js";
import { loadTree } from "../../../src/tree/load.js";
import { finished } from "../../../src/tree/pieces.js";
import { CHANGED, type ChangeMask, EVERYTHING, shownPaths } from "../../../src/tree/view/shown.js";
import { memoryImage } from "../../support/memory-image.js";
import { members } from "../start.js";

const PATHS = ["etc/hosts", "opt/App/app.py", "usr/lib/python3/flask/app.py", "usr/lib/x86/libz.so.1"];

interface Subject {
  readonly tree: FileTree;
  readonly unfiltered: Unfiltered;
  fresh(): PathFilter;
}

const LAYERS = [members(...PATHS), members("opt/App/app.py: 2")];

/** Returns the same files with 1 byte each, except one file with 2 bytes. */
function sized(): Promise<Subject> {
  return subject(EVERYTHING, [members(...PATHS.map((path) => `${path}: 1`)), members("opt/App/app.py: 22")]);
}

async function subject(changes: ChangeMask = EVERYTHING, layers = LAYERS): Promise<Subject> {
  const tree = await loadTree(memoryImage(layers));
  const outline = new Outline(tree);
  const view = layerView(tree, tree.layers.length - 1);
  const unfiltered = {
    view,
    changes,
    shown: finished(shownPaths(tree, outline, view, { changes, matches: null })),
  };
  return { tree, unfiltered, fresh: () => new PathFilter(tree, new Names(tree), outline) };
}

/** Returns the kind of the filter, the number of matching paths, and the matching files. */
function found({ tree, unfiltered, fresh }: Subject, text: string, filter = fresh()) {
  const result = filter.filter(text, unfiltered);
  if (result === null) return null;
  const { kind, shown } = result;
  const kept = [...shown.kept.keys()].filter((node) => shown.kept[node] !== 0 && tree.end(node) === node + 1);
  return {
    kind,
    count: shown.paths,
    files: kept.map((node) => tree.path(node)).filter((path) => path !== "/"),
  };
}

describe("a filter", () => {
  test("a filter finds a text anywhere in the path", async () => {
    expect(found(await subject(), "k/app")).toEqual({
      kind: "text",
      count: 1,
      files: ["/usr/lib/python3/flask/app.py"],
    });
  });

  test("a text without an exact match becomes a fuzzy search", async () => {
    expect(found(await subject(), "lz1")).toEqual({
      kind: "fuzzy",
      count: 1,
      files: ["/usr/lib/x86/libz.so.1"],
    });
  });

  test("a filter applies only to visible paths", async () => {
    expect(found(await subject(CHANGED), "app.py")).toEqual({
      kind: "text",
      count: 1,
      files: ["/opt/App/app.py"],
    });
    expect(found(await subject(CHANGED), "flask")).toEqual({ kind: "fuzzy", count: 0, files: [] });
  });

  test("every word of a filter must match, also if a word is a glob", async () => {
    expect(found(await subject(), "*.py lib")).toEqual({
      kind: "forms",
      count: 1,
      files: ["/usr/lib/python3/flask/app.py"],
    });
  });

  const FILES = ["/etc/hosts", "/opt/App/app.py", "/usr/lib/python3/flask/app.py", "/usr/lib/x86/libz.so.1"];
  const without = (...left: readonly number[]) => FILES.filter((_, at) => !left.includes(at));

  test.each([
    ["!app", without(1, 2), "with exclusions"],
    ["lib !python", without(0, 1, 2), "with exclusions"],
    ["!*.py", without(1, 2), "by glob, with exclusions"],
    ["^usr", without(0, 1), "by start"],
    ["^/usr", without(0, 1), "by start"],
    ["^lib", [], "by start"],
    ["py$", without(0, 3), "by end"],
    ["app$", [], "by end"],
    ["^etc/hosts$", without(1, 2, 3), "by start"],
    ["!py$", without(1, 2), "by end, with exclusions"],
    ["re:^/(etc|opt)/", without(2, 3), "by regular expression"],
    ["re:\\d$", without(0, 1, 2), "by regular expression"],
    ["re:l.b[x-z]\\.", without(0, 1, 2), "by regular expression"],
    ["re:App", without(0, 2, 3), "by regular expression"],
    ["re:/app/", without(0, 2, 3), "by regular expression"],
    ["re:app py$", without(0, 3), "by regular expression, by end"],
    [">1B", without(0, 2, 3), "by size"],
    ["<2B .py", without(0, 1, 3), "by size"],
    ["!<=1B", without(0, 2, 3), "by size, with exclusions"],
    ["<1B", [], "by size"],
  ])("the filter %s finds the right files, and its forms are named", async (text, files, forms) => {
    const about = await sized();
    const result = about.fresh().filter(text, about.unfiltered);
    expect(result).toMatchObject({ kind: "forms", forms, problem: null });
    expect(found(about, text)?.files).toEqual(files);
  });

  test.each(["!", "^", "$", "re:", "!re:", ">", "<="])(
    "a word with only the sign of a form is ignored: %s",
    async (text) => {
      expect(found(await subject(), text)).toBe(null);
      expect(found(await subject(), `hosts ${text}`)?.files).toEqual(["/etc/hosts"]);
    },
  );

  test("a backslash before the sign of a form makes it a plain character", async () => {
    const tree = ["a/!x", "a/^y", "a/z$", "a/>1"];
    const about = await subject(EVERYTHING, [members(...tree)]);
    for (const [text, file] of [
      ["\\!x", "/a/!x"],
      ["\\^y", "/a/^y"],
      ["z\\$", "/a/z$"],
      ["\\>1", "/a/>1"],
    ])
      expect(found(about, text)?.files).toEqual([file]);
  });

  test("an invalid regular expression finds nothing, and its problem is shown", async () => {
    const about = await subject();
    expect(about.fresh().filter("re:(a", about.unfiltered)).toMatchObject({
      problem: "a ( is not closed",
      shown: { paths: 0 },
    });
    expect(found(about, "!re:(a")?.files).toEqual([]);
  });

  test("a text of spaces is not a filter", async () => {
    expect(found(await subject(), "  ")).toBe(null);
  });

  test.each([EVERYTHING, CHANGED])(
    "a filter finds the same paths whatever text was typed before (changes %i)",
    async (changes) => {
      const about = await subject(changes);
      const key = fc.constantFrom(..."apk/ *so1LA!^$<>", "⌫");
      fc.assert(
        fc.property(fc.array(key, { maxLength: 25 }), (keys) => {
          const typed = about.fresh();
          let text = "";
          for (const each of keys) {
            text = each === "⌫" ? text.slice(0, -1) : text + each;
            expect(found(about, text, typed)).toEqual(found(about, text));
          }
        }),
      );
    },
  );
});
