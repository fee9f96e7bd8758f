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

async function subject(changes: ChangeMask = EVERYTHING): Promise<Subject> {
  const tree = await loadTree(memoryImage([members(...PATHS), members("opt/App/app.py: 2")]));
  const outline = new Outline(tree);
  const view = layerView(tree, 1);
  const unfiltered = {
    view,
    changes,
    shown: finished(shownPaths(tree, outline, view, { changes, matches: null })),
  };
  return { tree, unfiltered, fresh: () => new PathFilter(tree, new Names(tree), outline) };
}

/** What a text is taken for, and how many paths and which files it leaves. */
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
  test("finds a text as it is, wherever it stands in the path", async () => {
    expect(found(await subject(), "k/app")).toEqual({
      kind: "text",
      count: 1,
      files: ["/usr/lib/python3/flask/app.py"],
    });
  });

  test("takes a text that is nowhere for letters in order", async () => {
    expect(found(await subject(), "lz1")).toEqual({
      kind: "fuzzy",
      count: 1,
      files: ["/usr/lib/x86/libz.so.1"],
    });
  });

  test("is about what is shown only", async () => {
    expect(found(await subject(CHANGED), "app.py")).toEqual({
      kind: "text",
      count: 1,
      files: ["/opt/App/app.py"],
    });
    expect(found(await subject(CHANGED), "flask")).toEqual({ kind: "fuzzy", count: 0, files: [] });
  });

  test("wants every word, globs among them", async () => {
    expect(found(await subject(), "*.py lib")).toEqual({
      kind: "glob",
      count: 1,
      files: ["/usr/lib/python3/flask/app.py"],
    });
  });

  test("is none without words", async () => {
    expect(found(await subject(), "  ")).toBe(null);
  });

  test.each([EVERYTHING, CHANGED])(
    "finds the same whatever was typed before (changes %i)",
    async (changes) => {
      const about = await subject(changes);
      const key = fc.constantFrom(..."apk/ *so1LA", "⌫");
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
