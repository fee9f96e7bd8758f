import { describe, expect, test } from "vitest";
import type { PointerAction } from "../../../src/explorer/action.js";
import type { State } from "../../../src/explorer/state.js";
import { update } from "../../../src/explorer/update.js";
import { clickAt } from "../draw.js";
import { cursorPath, members, press, start, tree } from "../start.js";

const LAYERS = [
  members("bin/", "bin/sh: 1234", "etc/", "etc/hosts: 1"),
  members("etc/hosts: 123", "opt/", "opt/app.py: 12345"),
];
const WIDE = { columns: 120, rows: 24, history: ["ADD a in /", "RUN b"] };

/** Returns the state after a mouse action on the first cell of a text. */
function point(state: State, text: string, what: PointerAction["what"] = "press"): State {
  const on = clickAt(state, text);
  return on === null ? state : update(state, { type: "point", on, what }).state;
}

describe("a click", () => {
  test("a click on a row selects the row and its pane", async () => {
    const state = point(await start(LAYERS, WIDE), "hosts");
    expect([state.focus, cursorPath(state)]).toEqual(["files", "/etc/hosts"]);
    expect(point(state, "RUN b")).toMatchObject({ focus: "layers", layers: { cursor: 1 } });
  });

  test("a click on the selected row opens it", async () => {
    const state = point(press(await start(LAYERS, WIDE), "wc1"), "overwritten 0→1");
    expect([state.focus, state.layers.cursor]).toEqual(["waste", 0]);
    const opened = point(state, "overwritten 0→1");
    expect([opened.focus, opened.layers.cursor, cursorPath(opened)]).toEqual(["files", 1, "/etc/hosts"]);
  });

  test("a click on the mark of a folder closes and opens the folder", async () => {
    const folded = point(await start(LAYERS, WIDE), "▾ etc");
    expect([folded.focus, tree(folded)]).toEqual(["files", ["  /bin", "  /bin/sh", "> /etc"]]);
    expect(tree(point(folded, "▸ etc"))).toEqual(["  /bin", "  /bin/sh", "> /etc", "  /etc/hosts"]);
  });

  test("a click on the mark of a group of waste opens and closes the group", async () => {
    const layers = [members("a: 1", "b: 12", "c: 7"), members("a: 2", "b: 3", ".wh.c")];
    const grouped = press(await start(layers, WIDE), "wccc1");
    const opened = point(grouped, "▸ overwritten");
    expect([opened.focus, [...opened.waste.opened]]).toEqual(["waste", [0]]);
    expect([...point(opened, "▾ overwritten").waste.opened]).toEqual([]);
    expect([...point(grouped, "overwritten").waste.opened]).toEqual([]);
    expect(point(grouped, "deleted")).toMatchObject({ focus: "waste", lists: { waste: { cursor: 1 } } });
  });

  test("a click on a border selects the pane, and does not move the cursor", async () => {
    const state = point(await start(LAYERS, WIDE), "Files");
    expect([state.focus, cursorPath(state)]).toEqual(["files", "/bin"]);
  });

  test("a click while a prompt is open changes nothing", async () => {
    const state = press(await start(LAYERS, WIDE), "/ho");
    expect(point(state, "RUN b")).toMatchObject({
      focus: "files",
      prompt: { text: "ho" },
      layers: { cursor: 0 },
    });
  });
});

describe("in the split tree", () => {
  test("a click in the split tree selects the clicked half", async () => {
    const split = press(await start(LAYERS, { ...WIDE, rows: 30 }), "jv");
    const all = point(split, "sh");
    expect([all.files.scope, cursorPath(all)]).toEqual(["all", "/bin/sh"]);
    const layer = point(all, "Files ─ changes of layer 1");
    expect(layer.files.scope).toBe("layer");
  });
});

describe("on the page of versions", () => {
  test("a click selects a version, and a click on the selected version goes to its layer", async () => {
    const page = press(await start(LAYERS, WIDE), "2Gt");
    const chosen = point(page, " 1 ");
    expect(chosen.pages).toEqual([
      expect.objectContaining({ kind: "versions", list: { cursor: 1, top: 0 } }),
    ]);
    const there = point(chosen, " 1 ");
    expect([there.pages, there.layers.cursor, cursorPath(there)]).toEqual([[], 1, "/etc/hosts"]);
  });

  test("a click outside of the list of versions changes nothing", async () => {
    const page = press(await start(LAYERS, WIDE), "2Gt");
    expect(point(page, "Versions").pages).toEqual(page.pages);
  });
});

describe("the mouse wheel", () => {
  const many = [
    members(...Array.from({ length: 60 }, (_, index) => `f${String(index).padStart(2, "0")}: 1`)),
  ];

  test("the mouse wheel scrolls the list under the pointer by three rows, also without the focus", async () => {
    const state = point(await start(many, WIDE), "f05", "wheel-down");
    expect([state.focus, state.files.top]).toEqual(["layers", 3]);
    expect(point(state, "f05", "wheel-up").files.top).toBe(0);
  });

  test("the mouse wheel keeps the cursor visible, and stops at both ends of the list", async () => {
    const down = point(await start(many, WIDE), "f05", "wheel-down");
    expect(cursorPath(down)).toBe("/f03");
    let state = down;
    for (let turn = 0; turn < 30; turn++) state = point(state, "Files", "wheel-down");
    expect([state.files.top, cursorPath(state)]).toEqual([40, "/f40"]);
    for (let turn = 0; turn < 30; turn++) state = point(state, "Files", "wheel-up");
    expect([state.files.top, cursorPath(state)]).toEqual([0, "/f19"]);
  });

  test("the mouse wheel does not scroll a list that fits the screen", async () => {
    const state = point(await start(LAYERS, WIDE), "RUN b", "wheel-down");
    expect(state.layers).toMatchObject({ cursor: 0, top: 0 });
  });

  test("the mouse wheel scrolls a page", async () => {
    const state = point(press(await start(LAYERS, WIDE), "?"), "Panes", "wheel-down");
    expect(state.pages).toEqual([expect.objectContaining({ kind: "help", top: 3 })]);
  });
});

test("M switches the mouse off and on, and shows how to select text", async () => {
  const off = press(await start(LAYERS, WIDE), "M");
  expect([off.mouse, off.notice]).toEqual([false, "the mouse is off: the terminal selects text"]);
  const on = update(off, { type: "toggle-mouse" });
  expect([on.effects, on.state.notice]).toEqual([
    [{ type: "mouse", on: true }],
    "the mouse is on; shift and drag select text",
  ]);
});
