import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { timelineOf } from "../../../src/analysis/paths/path-timeline.js";
import { versionsOf } from "../../../src/analysis/paths/path-versions.js";
import { rawPath } from "../../../src/text/escape.js";
import { loadTree } from "../../../src/tree/load.js";
import { arbitraryLayers } from "../../support/arbitrary-layers.js";
import { type MemberSpec, memoryImage } from "../../support/memory-image.js";

/** Checks the layers that changed a path: `layer change`, then the parent folder that a layer removed, if any. */
async function checkTimeline(
  layers: readonly (readonly MemberSpec[])[],
  path: string,
  expected: readonly string[],
): Promise<void> {
  const tree = await loadTree(memoryImage(layers));
  const lines = timelineOf(tree, tree.find(rawPath(path))).map(({ layer, change, hiddenBy }) =>
    [layer, " +~−"[change], ...(hiddenBy === null ? [] : [tree.path(hiddenBy)])].join(" "),
  );
  expect(lines).toEqual(expected);
}

const FILE: MemberSpec[] = [{ path: "a/b/c", content: "1" }];

describe("the timeline of a path", () => {
  test("a timeline has every layer that changed the path", () =>
    checkTimeline([FILE, [{ path: "x" }], FILE, [{ path: "a/b/.wh.c" }], FILE], "a/b/c", [
      "0 +",
      "2 ~",
      "3 −",
      "4 +",
    ]));

  test("a timeline names the parent folder that was removed with the path", () =>
    checkTimeline([FILE, [{ path: "a/.wh.b" }]], "a/b/c", ["0 +", "1 − /a/b"]));

  test("a timeline names the opaque parent folder that removed the path", () =>
    checkTimeline([FILE, [{ path: "a/.wh..wh..opq" }]], "a/b/c", ["0 +", "1 − /a"]));

  test("a timeline names the parent folder that a file replaced", () =>
    checkTimeline([FILE, [{ path: "a", content: "1" }]], "a/b/c", ["0 +", "1 − /a"]));

  test("a timeline does not list a layer that removes a missing path", () =>
    checkTimeline([[{ path: "a/.wh.b" }], FILE], "a/b/c", ["1 +"]));

  test("a timeline has the same versions as a walk through all layers", () =>
    fc.assert(
      fc.asyncProperty(arbitraryLayers, async (layers) => {
        const tree = await loadTree(memoryImage(layers));
        const all = versionsOf(tree, () => true);
        for (let node = 1; node < tree.size; node++) {
          const versions = timelineOf(tree, node).map(({ hiddenBy: _, ...version }) => version);
          expect(versions).toEqual(all.get(node) ?? []);
        }
      }),
      { numRuns: 300 },
    ));
});
