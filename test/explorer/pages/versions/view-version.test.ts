import { describe, expect, test } from "vitest";
import type { State } from "../../../../src/explorer/state.js";
import { members, press, start } from "../../start.js";

/** Versions of `/a`: added, modified, removed. */
const LAYERS = [members("a: 1", "b: 1"), members("a: 22"), [{ path: ".wh.a" }]];

const kinds = ({ pages }: State) => pages.map(({ kind }) => kind);

/** The layer that wrote what the topmost page shows. */
function shownLayer({ pages, subject }: State): number | null {
  const page = pages.at(-1);
  return page?.kind === "view" ? subject.analysis.tree.entries.layer(page.version) : null;
}

describe("on the page of versions", () => {
  test("v views the file as the chosen version has it", async () => {
    const state = press(await start(LAYERS), "2t");
    const first = press(state, "gv");
    expect([kinds(first), shownLayer(first)]).toEqual([["versions", "view"], 0]);
    expect(shownLayer(press(state, "gjv"))).toBe(1);
    expect(kinds(press(first, "⎋"))).toEqual(["versions"]);
  });

  test("v views what a layer removed as it was before", async () => {
    expect(shownLayer(press(await start(LAYERS), "2tGv"))).toBe(1);
  });

  test("d shows changes since the version before", async () => {
    const state = press(await start(LAYERS), "2tgjd");
    expect(kinds(state)).toEqual(["versions", "diff"]);
  });

  test.each([
    ["the first version", "2tgd"],
    ["a removal", "2tGd"],
  ])("d says that there is nothing to compare with %s", async (_, keys) => {
    const state = press(await start(LAYERS), keys);
    expect([kinds(state), state.message]).toEqual([
      ["versions"],
      "there are no two versions here to compare",
    ]);
  });
});
