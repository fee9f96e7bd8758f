import { describe, expect, test } from "vitest";
import { update } from "../../../src/explorer/update.js";
import { wasteRows } from "../../../src/explorer/waste/shown-waste.js";
import { wasteLines } from "../../../src/explorer/waste/waste-lines.js";
import { clickAt, draw } from "../draw.js";
import { members, press, start } from "../start.js";

const COPIES = Array.from({ length: 6 }, (_, i) => `srv/f${i}: ${"x".repeat(i + 1)}`);
const LAYERS = [
  members("srv/", ...COPIES),
  members(...COPIES.map((copy) => `${copy}y`)),
  members("srv/.wh.f0"),
];

describe("an advice in the list of waste", () => {
  test("is wrapped with an indent, and a click on any of its lines selects its row", async () => {
    const state = press(await start(LAYERS), "w");
    const lines = draw(state).split("\n");
    const first = lines.findIndex((line) => /^│ +\d+B +\d+× /.test(line));
    expect(lines[first + 1]).toMatch(/^│ {9}\S/);
    expect(clickAt(state, lines[first + 1].slice(10, 40).trim())).toMatchObject({
      is: "row",
      pane: "waste",
      row: 0,
    });
  });

  test("has as many lines as it is drawn on: each line belongs to one row, in order", async () => {
    const state = press(await start(LAYERS), "w⏎");
    for (const columns of [20, 46, 98]) {
      const { count, lineOf, rowAt } = wasteLines(state, columns);
      const seen = Array.from({ length: count }, (_, line) => rowAt(line));
      for (const [line, { row, part }] of seen.entries()) expect(lineOf(row) + part).toBe(line);
      expect([...new Set(seen.map(({ row }) => row))]).toEqual([...Array(wasteRows(state).count).keys()]);
    }
  });

  test("is visible in full under the cursor, whatever the window", async () => {
    let state = press(await start(LAYERS, { columns: 60, rows: 14 }), "w");
    for (let step = 0; step < 6; step++) {
      const { row, part } = wasteLines(state, 58).rowAt(state.waste.list.top);
      expect(row < state.waste.list.cursor || part === 0).toBe(true);
      state = press(state, "j");
    }
  });

  test("does not stop the wheel", async () => {
    let state = press(await start(LAYERS, { columns: 60, rows: 14 }), "w⏎");
    const { count } = wasteLines(state, 58);
    for (let turn = 0; turn < count; turn++)
      state = update(state, { type: "scroll", pane: "waste", by: 3 }).state;
    expect(draw(state)).toContain(String(wasteRows(state).count));
    for (let turn = 0; turn < count; turn++)
      state = update(state, { type: "scroll", pane: "waste", by: -3 }).state;
    expect(state.waste.list.top).toBe(0);
  });
});

test("the border below the waste says what slim would save, and the path of a chosen copy", async () => {
  const state = await start(LAYERS);
  expect(draw(state)).toMatch(/╰ layerx slim would save \d+B ─/);
  expect(draw(press(state, "wc"))).toMatch(/╰ \/srv\/f\d ─/);
});

test("layers of a base image that was named do not count for what slim would save", async () => {
  const base = {
    layers: 1,
    name: "debian:12",
    guessed: false,
    reason: "--base-layers",
    by: "layers",
    digest: null,
  } as const;
  expect(draw(await start(LAYERS, { base }))).toMatch(/╰ layerx slim --base-layers 1 would save 2B ─/);
  const guess = { ...base, guessed: true };
  expect(draw(await start(LAYERS, { base: guess }))).toMatch(/╰ layerx slim would save 23B ─/);
});

test("a page of the list moves by lines, and by one row at least", async () => {
  const state = press(await start(LAYERS, { columns: 60, rows: 14 }), "w⏎");
  const { lineOf, count } = wasteLines(state, 58);
  let at = state;
  for (let page = 0; page < count; page++) {
    const next = update(at, { type: "move", to: "page-down" }).state;
    const [from, to] = [at, next].map(({ waste }) => waste.list.cursor);
    expect(to === wasteRows(state).count - 1 || to > from).toBe(true);
    expect(to === from + 1 || lineOf(to) - lineOf(from) < 10).toBe(true);
    at = next;
  }
  expect(at.waste.list.cursor).toBe(wasteRows(state).count - 1);
});

test("the position counts the rows that are visible in full", async () => {
  const state = press(await start(LAYERS, { columns: 50, rows: 12 }), "w⏎");
  const { lineOf } = wasteLines(state, 48);
  const count = wasteRows(state).count;
  expect(lineOf(count)).toBeGreaterThan(8);
  const visible = Array.from({ length: count }, (_, row) => row).filter((row) => lineOf(row + 1) <= 8).length;
  expect(draw(state)).toContain(visible === 1 ? `1 of ${count}` : `1-${visible} of ${count}`);
});
