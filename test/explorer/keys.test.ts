import { expect, test } from "vitest";
import { helpLines } from "../../src/explorer/help.js";
import { actionOf, BINDINGS } from "../../src/explorer/keys.js";
import { PANES } from "../../src/explorer/layout.js";
import { members, press, start } from "./start.js";

test.each(PANES)("no key means two things in the pane %s", (pane) => {
  const own = BINDINGS.filter(({ panes }) => panes?.includes(pane)).flatMap(({ keys }) => keys);
  const everywhere = BINDINGS.filter(({ panes }) => panes === undefined).flatMap(({ keys }) => keys);
  expect(own).toEqual([...new Set(own)]);
  expect(everywhere).toEqual([...new Set(everywhere)]);
  expect(own.filter((key) => everywhere.includes(key))).toEqual([]);
});

test("the help tells every key once, below its heading", () => {
  const told = helpLines().flatMap((line) => ("keys" in line ? [line.title] : []));
  expect([...told].sort()).toEqual(BINDINGS.map(({ title }) => title).sort());
  expect(helpLines().flatMap((line) => ("heading" in line ? [line.heading] : []))).toEqual([
    "Move",
    "Panes",
    "Layers",
    "Files",
    "Waste",
    "Image",
    "Leave",
  ]);
});

test("every bound key means its action in a pane where it is bound", async () => {
  const state = await start([members("a: 1"), members("a: 2")]);
  state.subject.analysis.image.warnings.push({ code: "odd", message: "it is odd" });
  for (const { keys, action, panes } of BINDINGS) {
    for (const key of keys)
      expect(actionOf({ ...state, focus: panes?.[0] ?? "layers" }, key)).toEqual(action);
  }
});

test("a key that is bound to nothing does nothing", async () => {
  const state = await start([members("a: 1")]);
  expect(actionOf(state, "ctrl-g")).toBe(null);
  expect(press(state, "ß")).toBe(state);
});

test("a key that does nothing now says why, until the next one", async () => {
  const state = press(await start([members("a: 1")]), "!");
  expect(state.message).toBe("there are no warnings");
  expect(press(state, "j").message).toBe(null);
});
