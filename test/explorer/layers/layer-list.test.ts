import { describe, expect, test } from "vitest";
import type { Base } from "../../../src/analysis/base-image.js";
import { layerList, layerListLines, lineOfRow, rowOfLine } from "../../../src/explorer/layers/layer-list.js";
import type { State } from "../../../src/explorer/state.js";
import { update } from "../../../src/explorer/update.js";
import { draw } from "../draw.js";
import { areas, members, press, start } from "../start.js";

const LAYERS = [members("a: 1"), members("b: 2"), members("c: 3")];

function base(layers: number): Base {
  return { layers, by: "layers", guessed: false, name: null, digest: null, reason: "as given" };
}

/** Returns the instructions as lines, with `--` for the separator at the end of the base. */
function lines(state: State): string[] {
  const { instructions, layerList: list } = state.subject;
  return Array.from({ length: layerListLines(list) }, (_, line) => {
    const row = rowOfLine(list, line);
    return row === null ? "--" : instructions[row].text;
  });
}

describe("the list of instructions", () => {
  test.each([
    ["the base ends after its last layer", 1, ["ADD a", "RUN b", "RUN c"], ["ADD a", "--", "RUN b", "RUN c"]],
    [
      "instructions after the last layer of the base belong to it up to its CMD",
      1,
      ["ADD a", "ENV A=1", "CMD sh", "ENV B=1", "RUN b", "RUN c", "CMD app"],
      ["ADD a", "ENV A=1", "CMD sh", "--", "ENV B=1", "RUN b", "RUN c", "CMD app"],
    ],
    [
      "if no layer follows, the base ends after the first CMD",
      3,
      ["ADD a", "RUN b", "RUN c", "CMD sh", "CMD app"],
      ["ADD a", "RUN b", "RUN c", "CMD sh", "--", "CMD app"],
    ],
    [
      "a base with all layers and no CMD ends after the last layer",
      3,
      ["ADD a", "RUN b", "RUN c"],
      ["ADD a", "RUN b", "RUN c", "--"],
    ],
    ["a base without layers has no separator", 0, ["ADD a", "RUN b", "RUN c"], ["ADD a", "RUN b", "RUN c"]],
  ])("%s", async (_, layers, history, expected) => {
    expect(lines(await start(LAYERS, { history, base: base(layers) }))).toEqual(expected);
  });

  test("an image without a known base has no separator", () => {
    expect(layerList([], null)).toEqual({ instructions: [], ofBase: 0 });
  });

  test("rows after the separator are one line lower", async () => {
    const { layerList: list } = (await start(LAYERS, { base: base(2) })).subject;
    expect([0, 1, 2].map((row) => lineOfRow(list, row))).toEqual([0, 1, 3]);
    expect([0, 1, 2, 3].map((line) => rowOfLine(list, line))).toEqual([0, 1, null, 2]);
  });
});

describe("a scrolled list of instructions", () => {
  const history = [
    "ADD a",
    ...Array.from({ length: 20 }, (_, index) => `ENV A${index}=1`),
    "CMD sh",
    "RUN b",
  ];
  const small = { columns: 60, rows: 14, history };

  test("a scrolled list shows the row with the cursor, also after the separator", async () => {
    const state = press(await start(LAYERS, small), "G");
    const lines = draw(state).split("\n").slice(7, 11);
    expect(lines.map((line) => line.slice(0, 34))).toEqual([
      "│   ·                     ENV A19=",
      "│   ·                     CMD sh  ",
      "│── base image ends here? ────────",
      "│   1      1B ████████ +1 RUN b   ",
    ]);
  });

  test("the mouse wheel keeps the cursor on a visible instruction, never on the separator", async () => {
    const opened = await start(LAYERS, small);
    const wheel = (state: State, by: number) => update(state, { type: "scroll", pane: "layers", by }).state;
    const height = areas(opened).layers?.rows ?? 0;
    expect(height).toBe(10);
    const down = wheel(opened, 40);
    expect([down.layers.top, down.layers.cursor]).toEqual([15, 15]);
    const up = wheel(press(down, "G"), -3);
    expect([up.layers.top, up.layers.cursor]).toEqual([12, 21]);
  });
});
