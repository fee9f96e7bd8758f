import { expect, test } from "vitest";
import { helpLines } from "../../src/explorer/help.js";
import { actionOf, BINDINGS, bindingsOf } from "../../src/explorer/keys.js";
import { PANES } from "../../src/explorer/layout.js";
import { openedPage, PAGES } from "../../src/explorer/page.js";
import { EVERYWHERE, type Place } from "../../src/explorer/place.js";
import type { State } from "../../src/explorer/state.js";
import { members, press, start } from "./start.js";

test.each(EVERYWHERE)("no key means two things in the place %s", (place) => {
  const bound = bindingsOf(place).flatMap(({ keys, places }) => keys.map((key) => [key, places.length]));
  expect(bound).toEqual([...new Map(bound.map((one) => [String(one), one])).values()]);
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
    "Terminal",
    "Pages",
    "Leave",
  ]);
});

test("every bound key means its action in a pane where it is bound", async () => {
  const state = await start([members("a: 1"), members("a: 2")]);
  state.subject.analysis.image.warnings.push({ code: "odd", message: "it is odd" });
  for (const { keys, action, places } of BINDINGS) {
    for (const key of keys) expect(actionOf(at(state, places[0]), key)).toEqual(action);
  }
});

function at(state: State, place: Place): State {
  const page = PAGES.find((kind) => kind === place);
  const pane = PANES.find((pane) => pane === place) ?? "layers";
  return { ...state, focus: pane, pages: page === undefined ? [] : [openedPage(page)] };
}

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
