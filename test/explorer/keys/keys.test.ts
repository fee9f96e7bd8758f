import { expect, test } from "vitest";
import { helpLines } from "../../../src/explorer/keys/help.js";
import { actionOf, BINDINGS, bindingsOf } from "../../../src/explorer/keys/keys.js";
import { EVERYWHERE, type Place } from "../../../src/explorer/keys/place.js";
import { PANES } from "../../../src/explorer/layout.js";
import { openedPage } from "../../../src/explorer/pages/page.js";
import { openSave } from "../../../src/explorer/pages/save-page.js";
import type { State } from "../../../src/explorer/state.js";
import { update } from "../../../src/explorer/update.js";
import type { News } from "../../../src/explorer/viewer/job.js";
import { openDifference, openEntry, openFacts } from "../../../src/explorer/viewer/open-entry.js";
import { jobsOf } from "../../../src/explorer/viewer/update-viewer.js";
import { escapeText } from "../../../src/text/escape.js";
import { members, press, start } from "../start.js";

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
    "Versions",
    "Find",
    "Viewer",
    "Extract",
    "Terminal",
    "Pages",
    "Leave",
  ]);
});

test("every bound key means its action in a pane where it is bound", async () => {
  const state = press(await start([members("a: 1"), members("a: 2")]), "/a⏎");
  state.subject.analysis.image.warnings.push({ code: "odd", message: "it is odd" });
  for (const { keys, action, places } of BINDINGS) {
    for (const key of keys) expect(actionOf(at(state, places[0]), key)).toEqual(action);
  }
});

function at(state: State, place: Place): State {
  const focus = PANES.find((pane) => pane === place) ?? "layers";
  switch (place) {
    case "help":
    case "warnings":
    case "image":
    case "dockerfile":
    case "command":
      return { ...state, focus, pages: [openedPage(place)] };
    case "view": {
      const viewing = openEntry(state, 0);
      const news: News = { of: "read", from: 0, bytes: Buffer.from("1") };
      return press(update(viewing, { type: "told", job: jobsOf(viewing)[0], news }).state, "/1⏎");
    }
    case "facts":
      return openFacts(state, 0, null);
    case "diff":
      return openDifference(state, 0, 1);
    case "save": {
      const saving = openSave(state, "out");
      const news: News = { of: "in the way", why: escapeText("a file is there") };
      return update(saving, { type: "told", job: jobsOf(saving)[0], news }).state;
    }
    case "report": {
      const saving = press(state, "r⏎");
      const news: News = { of: "in the way", why: escapeText("a file is there") };
      return update(saving, { type: "told", job: jobsOf(saving)[0], news }).state;
    }
    case "versions":
      return { ...state, pages: [{ kind: place, node: 1, list: { cursor: 0, top: 0 } }] };
    case "find":
      return { ...state, pages: [{ kind: place, text: "", list: { cursor: 0, top: 0 } }] };
    default:
      return { ...state, focus };
  }
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
