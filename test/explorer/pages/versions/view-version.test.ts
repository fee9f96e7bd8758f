import { describe, expect, test } from "vitest";
import { topView } from "../../../../src/explorer/pages/view/view-page.js";
import type { State } from "../../../../src/explorer/state.js";
import { members, press, start } from "../../start.js";

/** Versions of `/a`: added, modified, removed. */
const LAYERS = [members("a: 1", "b: 1"), members("a: 22"), [{ path: ".wh.a" }]];

const kinds = ({ pages }: State) => pages.map(({ kind }) => kind);

/** Returns the layer that wrote the file on the topmost page. */
function shownLayer(state: State): number | null {
  const page = topView(state);
  return page !== null ? state.subject.analysis.tree.entries.layer(page.version) : null;
}

describe("on the page of versions", () => {
  test("v shows the content of the selected version", async () => {
    const state = press(await start(LAYERS), "2t");
    const first = press(state, "gv");
    expect([kinds(first), shownLayer(first)]).toEqual([["versions", "view"], 0]);
    expect(shownLayer(press(state, "gjv"))).toBe(1);
    expect(kinds(press(first, "⎋"))).toEqual(["versions"]);
  });

  test("v on a removal shows the version before the removal", async () => {
    expect(shownLayer(press(await start(LAYERS), "2tGv"))).toBe(1);
  });

  test("d shows the difference to the version before", async () => {
    const state = press(await start(LAYERS), "2tgjd");
    expect(kinds(state)).toEqual(["versions", "diff"]);
  });

  test.each([
    ["the first version", "2tgd"],
    ["a removal", "2tGd"],
  ])("d shows a message on %s, because there is no version to compare", async (_, keys) => {
    const state = press(await start(LAYERS), keys);
    expect([kinds(state), state.message]).toEqual([
      ["versions"],
      "there are no two versions here to compare",
    ]);
  });
});
