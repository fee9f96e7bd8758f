import { describe, expect, test } from "vitest";
import { update } from "../../src/explorer/update.js";
import { clickAt, draw } from "./draw.js";
import { areas, members, press, start } from "./start.js";

const LAYERS = [members("etc/", "etc/hosts: 1"), members("etc/hosts: 12")];

describe("a zoomed pane", () => {
  test("F zooms the selected pane to the whole screen, and F again shows all panes", async () => {
    const state = await start(LAYERS);
    for (const focus of ["1", "2", "w"]) {
      const zoomed = press(state, `${focus}F`);
      expect(Object.values(areas(zoomed))).toEqual([{ columns: 118, rows: 32 }]);
      expect(draw(zoomed)).toContain("F all panes");
      expect(areas(press(zoomed, "F"))).toEqual(areas(press(state, focus)));
    }
  });

  test("tab zooms the next pane", async () => {
    const state = press(await start(LAYERS), "F⇥");
    expect(draw(state)).toContain("╭ Files ─ changes of layer 0 ─");
  });

  test("a zoomed pane fills the screen after a resize, and its rows can be clicked", async () => {
    const { state } = update(press(await start(LAYERS), "jF"), { type: "resize", columns: 80, rows: 24 });
    expect(areas(state).layers).toEqual({ columns: 78, rows: 20 });
    expect(clickAt(state, "▸  1")).toMatchObject({ is: "row", pane: "layers", row: 1 });
  });
});
