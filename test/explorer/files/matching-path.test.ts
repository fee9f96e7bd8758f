import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chainOf } from "../../../src/explorer/files/chains.js";
import { OPEN, withFolds } from "../../../src/explorer/files/files-state.js";
import { filesView } from "../../../src/explorer/files/files-view.js";
import type { State } from "../../../src/explorer/state.js";
import { OWN } from "../../../src/tree/view/shown.js";
import { arbitraryLayers } from "../../support/arbitrary-layers.js";
import { cursorPath, members, press, start } from "../start.js";

const LAYERS = [
  members("etc/", "etc/hosts: 1", "lib/", "lib/a: 12", "lib/libz/", "lib/libz/b: 123", "lib/libz/libz.so: 1"),
];

/** Returns the path under the cursor after each key. */
function visited(state: State, keys: string): (string | null)[] {
  return [...keys].map((_, i) => cursorPath(press(state, keys.slice(0, i + 1))));
}

describe("after a filter is accepted", () => {
  test("after a filter is accepted, the cursor is on the first match, also in a closed folder", async () => {
    expect(cursorPath(press(await start(LAYERS), "/hosts⏎"))).toBe("/etc/hosts");
    expect(cursorPath(press(await start(LAYERS), "2z/libz/b⏎"))).toBe("/lib/libz/b");
    expect(press(await start(LAYERS), "/libz⏎").message).toBe(null);
  });

  test("the cursor stays on a path that matches, and there is no cursor without matches", async () => {
    expect(cursorPath(press(await start(LAYERS), "2G/libz⏎"))).toBe("/lib/libz/libz.so");
    expect(cursorPath(press(await start(LAYERS), "/no such path⏎"))).toBe(null);
  });
});

describe("n and N", () => {
  test("n and N select the paths with a match in their last name, in the order of the rows", async () => {
    const state = press(await start(LAYERS), "/libz⏎");
    expect(visited(state, "nnn")).toEqual(["/lib/libz/libz.so", "/lib/libz", "/lib/libz/libz.so"]);
    expect(visited(state, "NNN")).toEqual(["/lib/libz/libz.so", "/lib/libz", "/lib/libz/libz.so"]);
  });

  test("n opens the closed folders that contain the next match", async () => {
    const state = press(await start(LAYERS), "/libz⏎z");
    expect(visited(state, "nn")).toEqual(["/lib/libz", "/lib/libz/libz.so"]);
  });

  test("n and N show a message when they continue at the other end", async () => {
    const state = press(await start(LAYERS), "/libz⏎");
    expect(press(state, "n").message).toBe(null);
    expect(press(state, "nn").message).toBe("continued at the first match");
    expect(press(state, "N").message).toBe("continued at the last match");
  });

  test("n selects all paths that match a glob, and the paths in which a fuzzy match ends", async () => {
    expect(visited(press(await start(LAYERS), "/lib/*⏎"), "nnn")).toEqual([
      "/lib/libz",
      "/lib/a",
      "/lib/libz",
    ]);
    expect(visited(press(await start(LAYERS), "/ehs⏎"), "nn")).toEqual(["/etc/hosts", "/etc/hosts"]);
  });

  test("n without a filter shows a message", async () => {
    const state = press(await start(LAYERS), "2n");
    expect(state.message).toBe("there are no matches without a filter: / sets one");
  });

  test("n and N select exactly the matching rows in order, for any sort order and any closed folders", () =>
    fc.assert(
      fc.asyncProperty(
        arbitraryLayers,
        fc.constantFrom("a", "b", "c", "a b", "/a", "b/", "ac", "*b", "a/*"),
        fc.constantFrom("", "s", "ss"),
        fc.constantFrom("", "z", "Z", "u"),
        async (layers, text, order, folds) => {
          const state = press(await start(layers), `2${order}a/${text}⏎${folds}`);
          const { filtered } = filesView(state);
          if (filtered === null || filtered.shown.paths === 0) return;
          const marks = state.subject.marks(filtered.kind, text);
          const open = filesView({ ...state, files: withFolds(state.files, OPEN) });
          const { tree } = state.subject.analysis;
          const hits = [...open.rows].filter((row) =>
            chainOf(tree, open.into, row).some((node) => marks.hits(node)),
          );
          expect(hits.length).toBeGreaterThan(0);
          const paths = hits.map((node): string => tree.path(node));
          const seen = visited(state, "n".repeat(hits.length));
          const from = paths.indexOf(String(seen[0]));
          expect(seen).toEqual([...paths.slice(from), ...paths.slice(0, from)]);
          const back = visited(press(state, "n"), "N".repeat(hits.length));
          expect(back).toEqual([...paths.slice(0, from).reverse(), ...paths.slice(from).reverse()]);
        },
      ),
      { numRuns: 150 },
    ));
});

test("every path that a filter finds has a marked match in its name or in a folder above it", () =>
  fc.assert(
    fc.asyncProperty(
      arbitraryLayers,
      fc.constantFrom("a", "B", "ab", "a b", "/a", "b/c", "ac", "*b", "a/*"),
      async (layers, text) => {
        const state = press(await start(layers), `a/${text}⏎`);
        const { filtered } = filesView(state);
        if (filtered === null) return;
        const { tree } = state.subject.analysis;
        const marks = state.subject.marks(filtered.kind, text);
        for (const [node, kept] of filtered.shown.kept.entries()) {
          if (kept !== OWN) continue;
          let at = node;
          while (at > 0 && !marks.hits(at)) at = tree.parent(at);
          expect(at, `${tree.path(node)} by ${text}`).toBeGreaterThan(0);
        }
      },
    ),
    { numRuns: 200 },
  ));
