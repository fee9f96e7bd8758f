import { describe, expect, test } from "vitest";
import { Explorer } from "../../../src/explorer/explorer.js";
import type { ClickTarget } from "../../../src/explorer/mouse/click-target.js";
import type { State } from "../../../src/explorer/state.js";
import { clickAt as at, clicks, draw } from "../draw.js";
import { members, press, start } from "../start.js";

const LAYERS = [
  members("bin/", "bin/sh: 1234", "etc/", "etc/hosts: 1", "etc/ssl/", "etc/ssl/key: 12"),
  members("etc/hosts: 123", "opt/", "opt/app.py: 12345", "etc/.wh.ssl"),
];
const HISTORY = ["ADD a in /", "RUN b"];
const WIDE = { columns: 120, rows: 24, history: HISTORY };
const SINGLE = { columns: 60, rows: 18, history: HISTORY };

/** Returns the click target of each cell of the screen. */
function all(state: State): (ClickTarget | null)[][] {
  return clicks(<Explorer state={state} look={{ colour: true }} />, state.screen);
}

describe.each([
  ["side by side", WIDE, ""],
  ["one at a time", SINGLE, "2"],
])("with the panes %s", (_, options, keys) => {
  test("a click in the tree has the row under the pointer as its target", async () => {
    const state = press(await start(LAYERS, options), `j${keys}`);
    expect(at(state, "app.py")).toEqual({ is: "row", pane: "files", row: 5, scope: "layer", mark: false });
    expect(at(state, "▾ opt")).toEqual({ is: "row", pane: "files", row: 4, scope: "layer", mark: true });
  });

  test("the target of a click on the mark of a folder is the mark, with and without attributes", async () => {
    for (const more of ["", "b"]) {
      const state = press(await start(LAYERS, options), `j${keys}${more}`);
      const marks: string[] = [];
      const screen = all(state);
      for (const [row, line] of draw(state).split("\n").entries()) {
        const columns = screen[row].flatMap((click, column) =>
          click?.is === "row" && click.mark ? [column] : [],
        );
        if (columns.length > 0) marks.push(columns.map((column) => line[column]).join(""));
      }
      expect(marks).toEqual(["▾ ", "▾ ", "▾ "]);
    }
  });
});

test("a click in a scrolled list has the row under the pointer as its target", async () => {
  const history = Array.from({ length: 40 }, (_, index) => `ENV V${index}=1`);
  const state = press(await start(LAYERS, { columns: 120, rows: 24, history }), "G");
  expect(at(state, "ENV V39")).toEqual({ is: "row", pane: "layers", row: 39, scope: "layer", mark: false });
  expect(at(state, "ENV V35")).toEqual({ is: "row", pane: "layers", row: 35, scope: "layer", mark: false });
});

test("the separator at the end of the base is not a row of the list", async () => {
  const state = await start(LAYERS, { ...WIDE, history: ["ADD a in /", "CMD sh", "RUN b"] });
  expect(at(state, "CMD sh")).toEqual({ is: "row", pane: "layers", row: 1, scope: "layer", mark: false });
  expect(at(state, "ends here?")).toEqual({ is: "pane", pane: "layers", scope: "layer" });
  expect(at(state, "RUN b")).toEqual({ is: "row", pane: "layers", row: 2, scope: "layer", mark: false });
});

test("a row of the waste pane is a click target, but the details of the layer are not", async () => {
  const state = press(await start(LAYERS, WIDE), "wc1j");
  expect(at(state, "/etc/hosts")).toEqual({ is: "row", pane: "waste", row: 1, scope: "layer", mark: false });
  expect(at(state, "+2  ~1")).toBeNull();
});

test("a click on a border or below the rows has the pane as its target", async () => {
  const state = await start(LAYERS, WIDE);
  expect(at(state, "Layers")).toEqual({ is: "pane", pane: "layers", scope: "layer" });
  expect(at(state, "Files")).toEqual({ is: "pane", pane: "files", scope: "layer" });
  expect(all(state)[20][100]).toEqual({
    is: "pane",
    pane: "files",
    scope: "layer",
  });
});

test("the header and a screen that is too small have no click targets, and the footer only keys", async () => {
  const state = await start(LAYERS, WIDE);
  const screen = all(state);
  expect(screen[0].every((click) => click === null)).toBe(true);
  expect(screen[23].filter((click) => click !== null && click.is !== "key")).toEqual([]);
  const small = await start(LAYERS, { columns: 39, rows: 11 });
  expect(all(small)[3][2]).toBeNull();
});

test("each half of the split tree has its own click targets", async () => {
  const state = press(await start(LAYERS, { ...WIDE, rows: 30 }), "jv");
  const rows = draw(state)
    .split("\n")
    .flatMap((line, row) => (line.includes("▾ etc") ? [row] : []));
  const marks = rows.map((row) => {
    const click = all(state)[row][draw(state).split("\n")[row].indexOf("▾")];
    return click?.is === "row" ? [click.scope, click.row, click.mark] : click;
  });
  expect(marks).toEqual([
    ["layer", 0, true],
    ["all", 2, true],
  ]);
});

test("a click on an open page has the page as its target", async () => {
  const state = press(await start(LAYERS, WIDE), "?");
  expect(all(state)[9][60]).toEqual({ is: "page" });
});
