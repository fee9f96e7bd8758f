import { expect, test } from "vitest";
import type { Area } from "../../../src/explorer/drawing/area.js";
import { halvesOf, stateOfHalf } from "../../../src/explorer/files/split-view.js";
import type { State } from "../../../src/explorer/state.js";
import { update } from "../../../src/explorer/update.js";
import { areas, cursorPath, members, press, start, tree } from "../start.js";

const MANY = Array.from({ length: 60 }, (_, i) => `usr/lib/f${String(i).padStart(2, "0")}: 1`);
const LAYERS = [
  members("bin/", "bin/sh: 1", "usr/", "usr/lib/", ...MANY),
  members("usr/lib/f50: 12", "new: 1"),
];

/** Returns the areas of the halves of the tree. */
function halves(state: State): Area[] {
  const { files } = areas(state);
  return files === undefined ? [] : halvesOf(state, files).map(({ area }) => area);
}

test("the split tree shows the changes of the layer, and all files up to the layer", async () => {
  const state = press(await start(LAYERS), "↓v");
  expect(tree(stateOfHalf(state, "layer"))).toEqual(["> /new", "  /usr/lib", "  /usr/lib/f50"]);
  expect(tree(stateOfHalf(state, "all"))).toEqual(["  /bin", "  /bin/sh", "> /new", "  /usr/lib"]);
  expect(halves(state).map(({ rows }) => rows)).toEqual([15, 16]);
  expect(halves(press(state, "v"))).toHaveLength(1);
});

test("moving the cursor in one half selects the same path in the other half, and opens its folders", async () => {
  const state = press(await start(LAYERS), "↓vG");
  expect([cursorPath(state), cursorPath(stateOfHalf(state, "all"))]).toEqual([
    "/usr/lib/f50",
    "/usr/lib/f50",
  ]);
  const lower = stateOfHalf(state, "all");
  const rows = tree(lower);
  expect(rows).toHaveLength(64);
  const cursor = rows.findIndex((row) => row.startsWith(">"));
  expect([lower.files.top <= cursor, cursor < lower.files.top + 16]).toEqual([true, true]);
});

test("if the other half does not have the path, its cursor is on the parent folder", async () => {
  const state = press(await start(LAYERS), "↓vGaj");
  expect([state.files.scope, cursorPath(state)]).toEqual(["all", "/usr/lib/f51"]);
  expect(cursorPath(stateOfHalf(state, "layer"))).toBe("/usr/lib");
});

test("a moves the cursor to the other half, and neither half scrolls", async () => {
  const state = press(await start(LAYERS), "↓vG");
  const other = press(state, "a");
  expect(cursorPath(other)).toBe("/usr/lib/f50");
  expect(tree(stateOfHalf(other, "all"))).toEqual(tree(stateOfHalf(state, "all")));
  expect(tree(stateOfHalf(other, "layer"))).toEqual(tree(stateOfHalf(state, "layer")));
  expect([other.files.top, other.files.otherTop]).toEqual([state.files.otherTop, state.files.top]);
});

test("a screen that is too small shows a message, and only the half with the cursor", async () => {
  const small = await start(LAYERS, { columns: 80, rows: 19 });
  expect(press(small, "2v").message).toBe("two halves need a screen of 20 rows; this one has 19");
  const split = press(await start(LAYERS, { columns: 80, rows: 20 }), "2v");
  expect(halves(split).at(-1)).toEqual({ columns: 78, rows: 8 });
  const shrunk = update(split, { type: "resize", columns: 80, rows: 19 }).state;
  expect(halves(shrunk).map(({ rows }) => rows)).toEqual([15]);
});
