import { describe, expect, test } from "vitest";
import { draw } from "./draw.js";
import { areas, members, press, start } from "./start.js";

const LONG = `RUN ${"make everything && ".repeat(8)}true`;
const LAYERS = [members("etc/", "etc/hosts: 1"), members("etc/hosts: 12")];

describe("on a wide screen", () => {
  test("long instructions get the columns that the files do not need", async () => {
    const wide = { columns: 200, rows: 60 };
    const short = areas(await start(LAYERS, { ...wide, history: ["ADD a", "RUN b"] }));
    const long = areas(await start(LAYERS, { ...wide, history: ["ADD a", LONG] }));
    expect([short.layers?.columns, short.files?.columns]).toEqual([70, 126]);
    expect([long.layers?.columns, long.files?.columns]).toEqual([98, 98]);
  });

  test("the details have ten lines, or more if an instruction needs them", async () => {
    const rows = async (instruction: string) =>
      areas(await start(LAYERS, { columns: 120, rows: 60, history: ["ADD a", instruction] })).detail?.rows;
    expect([await rows("RUN b"), await rows(LONG.repeat(4))]).toEqual([10, 12]);
  });
});

describe("on a screen with one pane", () => {
  test("the details shrink to their text, and the list gets the other lines", async () => {
    const state = await start(LAYERS, { columns: 80, rows: 24, history: ["ADD a", LONG] });
    const rows = ({ layers, detail }: ReturnType<typeof areas>) => [layers?.rows, detail?.rows];
    expect(rows(areas(state))).toEqual([17, 2]);
    const next = press(state, "j");
    const lines = draw(next).split("\n");
    const [from, to] = ["├ Layer 1 ─", "╰"].map((sign) => lines.findIndex((line) => line.startsWith(sign)));
    expect(rows(areas(next))).toEqual([19 - (to - from - 1), to - from - 1]);
    expect(lines[to - 1]).toContain("make everything");
  });
});
