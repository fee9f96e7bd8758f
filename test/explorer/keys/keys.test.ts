import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import type { News } from "../../../src/explorer/jobs/job.js";
import { type KeyPlace, keyPlaceOf } from "../../../src/explorer/keys/binding.js";
import { bindingName } from "../../../src/explorer/keys/key-map.js";
import { actionOf, BINDINGS, bindingsOf } from "../../../src/explorer/keys/keys.js";
import { helpLines } from "../../../src/explorer/pages/help/help-lines.js";
import { jobsOf } from "../../../src/explorer/pages/page-jobs.js";
import { openSave } from "../../../src/explorer/pages/save/save-page.js";
import { openEntry } from "../../../src/explorer/pages/view/open-entry.js";
import { PANE_NAMES } from "../../../src/explorer/panes.js";
import type { State } from "../../../src/explorer/state.js";
import { update } from "../../../src/explorer/update.js";
import { escapeText } from "../../../src/text/escape.js";
import { KINDS, openedPage, versionsOf, withFile } from "../pages/opened-page.js";
import { members, press, pressKey, start } from "../start.js";

const EVERYWHERE: readonly KeyPlace[] = [...PANE_NAMES, ...KINDS];

test.each(EVERYWHERE)("no key has two actions in the place %s", (place) => {
  const bound = bindingsOf(place).flatMap(({ keys, places }) => keys.map((key) => [key, places.length]));
  expect(bound).toEqual([...new Map(bound.map((one) => [String(one), one])).values()]);
});

test("every place of a key exists, and no two places have the same name", () => {
  expect(new Set(EVERYWHERE).size).toBe(EVERYWHERE.length);
  const named = BINDINGS.flatMap(({ places, footerIn = [] }) => [...places, ...footerIn]);
  expect(named.filter((place) => !EVERYWHERE.includes(place))).toEqual([]);
});

test("the help lists every key once, under headings", () => {
  const titles = helpLines(BINDINGS).flatMap((line) => ("keys" in line ? [line.title] : []));
  expect([...titles].sort()).toEqual(BINDINGS.map(({ title }) => title).sort());
  expect(helpLines(BINDINGS).flatMap((line) => ("heading" in line ? [line.heading] : []))).toEqual([
    "Move",
    "Panes",
    "Layers",
    "Files",
    "Waste",
    "Image",
    "Versions",
    "Find",
    "Packages",
    "Viewer",
    "Extract",
    "Pages",
    "Terminal",
    "Leave",
  ]);
});

test("every key has the action of its binding, in the first place of the binding", async () => {
  const state = press(
    await start([members("d/", "d/a: 1", "d/b: 1", "hosts: 1"), members("d/a: 2", "d/b: 2")], {
      image: { platforms: [] },
    }),
    "wccc⏎2/d⏎",
  );
  state.subject.analysis.image.warnings.push({ code: "odd", message: "it is odd" });
  for (const { keys, action, places } of BINDINGS) {
    // In the layers, ctrl-a has another action.
    const place = action.type === "toggle-change" ? "files" : places[0];
    for (const key of keys) expect(actionOf(await at(state, place), key)).toEqual(action);
  }
});

async function at(state: State, place: KeyPlace): Promise<State> {
  const focus = PANE_NAMES.includes(place) ? place : "layers";
  // The file /d/a.
  const onFile = { ...state, files: { ...state.files, chosen: 2 } };
  switch (place) {
    case "view": {
      const viewing = openEntry(state, versionsOf(onFile)[0]);
      const news: News = { of: "read", from: 0, bytes: Buffer.from("1") };
      return press(update(viewing, { type: "job-news", job: jobsOf(viewing)[0], news }).state, "/1⏎");
    }
    case "save": {
      const saving = openSave(state, "out");
      const news: News = { of: "in the way", why: escapeText("a file is there") };
      return update(saving, { type: "job-news", job: jobsOf(saving)[0], news }).state;
    }
    case "report": {
      const saving = press(state, "r⏎");
      const news: News = { of: "in the way", why: escapeText("a file is there") };
      return update(saving, { type: "job-news", job: jobsOf(saving)[0], news }).state;
    }
    case "packages": {
      const reading = press(state, "p");
      const secret = { node: 2, entry: 0, bytes: 1, layer: 0, hits: [], endedBy: null };
      const news: News = {
        of: "packages",
        packages: { packages: [], unowned: [], warnings: [] },
        secrets: { found: [secret], unsearched: 0 },
      };
      return update(reading, { type: "job-news", job: jobsOf(reading)[0], news }).state;
    }
    default:
      return KINDS.includes(place) ? (await openedPage(place)).open(onFile) : { ...state, focus };
  }
}

test("a key without an action shows a message", async () => {
  const state = await start([members("a: 1")]);
  expect(actionOf(state, "ctrl-g")).toEqual({
    type: "refuse",
    why: "ctrl-g does nothing here: ? shows the keys",
  });
  expect(press(state, "ß")).toEqual({ ...state, message: "ß does nothing here: ? shows the keys" });
});

test.each([
  ["w", "s", "the waste is sorted by size: 2 goes to the files"],
  ["w", "a", "the waste is that of the whole image: 2 goes to the files"],
  ["w", "/", "the waste has no filter: 2 goes to the files"],
  ["w", "+", "the waste does not change with the files: 2 goes to the files"],
  ["w", "left", "no group is open here: c changes the groups"],
  ["2", "space", "nothing below this path is shown"],
  ["2", "left", "there is no folder above this one"],
  ["2", "esc", "there is no filter and no mark to clear: q quits"],
])("after %s, the key %s changes nothing and shows the reason", async (before, key, why) => {
  const state = press(await start([members("a: 1"), members("a: 2")]), before);
  expect(pressKey(state, key)).toEqual({ ...state, message: why });
});

/** Keys that move, and keys that choose what is chosen already, show their result on the screen. */
const RESULT_IS_THERE = /^(move-|focus-|viewer-left$|viewer-right$|show-scope-|unfold-to-fit$|viewer-hex$)/;

test.each(EVERYWHERE)("a key that can do nothing in the place %s says why", async (place) => {
  const images = {
    small: await withFile(),
    empty: await start([], { history: ["CMD a"] }),
    looking: await start([members("a: 1"), members("a: 2")], { waste: "looking" }),
  };
  for (const [name, image] of Object.entries(images)) {
    const isPage = KINDS.includes(place);
    if (isPage && name !== "small" && !OPEN_ANYWHERE.includes(place)) continue;
    const state = isPage ? (await openedPage(place)).open(image) : { ...image, focus: place };
    expect(keyPlaceOf(state)).toBe(place);
    for (const binding of bindingsOf(place)) {
      if (RESULT_IS_THERE.test(bindingName(binding))) continue;
      const { state: next, effects } = update(state, actionOf(state, binding.keys[0]));
      const says = next.message ?? next.notice;
      const changed = !isDeepStrictEqual(
        { ...next, message: null, notice: null },
        { ...state, message: null, notice: null },
      );
      expect([name, bindingName(binding), changed || says !== null || effects.length > 0]).toEqual([
        name,
        bindingName(binding),
        true,
      ]);
    }
  }
});

/** Pages that open for any image. */
const OPEN_ANYWHERE = ["image", "dockerfile", "command", "find", "packages", "help"];

test("on a screen that is too small, only the keys that leave work, also above a page and a prompt", async () => {
  const state = press(await start([members("a: 1")]), "i");
  const small = update(state, { type: "resize", columns: 39, rows: 30 }).state;
  expect(actionOf(small, "q")).toEqual({ type: "quit" });
  expect(actionOf(small, "ctrl-z")).toEqual({ type: "suspend" });
  for (const key of ["j", "esc", "?", "e", "enter"]) expect(pressKey(small, key)).toEqual(small);
  const typing = update(press(state, "q/a"), { type: "resize", columns: 80, rows: 11 }).state;
  expect(actionOf(typing, "q")).toEqual({ type: "quit" });
  expect(pressKey(typing, "b").prompt?.text).toBe("a");
});

test("a message disappears at the next key, also at a key without effect in a prompt", async () => {
  const refused = pressKey(press(await start([members("a: 1")]), "r⌫⏎"), "page-up");
  expect([refused.message, refused.prompt?.kind]).toEqual([null, "report"]);
});

test("esc ends the filter and clears the mark of m, one at a time", async () => {
  const layers = [members("a: 1"), members("a: 2")];
  const marked = press(await start(layers), "m⎋");
  expect([marked.layers.marked, marked.notice]).toEqual([null, "the mark is cleared"]);
  const both = press(await start(layers), "m/a⏎");
  expect([press(both, "⎋").files.filter, press(both, "⎋").layers.marked]).toEqual(["", 0]);
  expect(press(both, "⎋⎋").layers.marked).toBe(null);
  const inLayers = press(both, "1⎋");
  expect([inLayers.files.filter, inLayers.layers.marked]).toEqual(["a", null]);
});

test("i on the page of a difference shows details of the file after the change", async () => {
  const state = press(await start([members("a: 1"), members("a: 2")]), "↓2⏎di");
  expect(state.pages.map(({ kind }) => kind)).toEqual(["view", "diff", "facts"]);
});

test("the reason why a key does nothing is shown until the next key", async () => {
  const state = press(await start([members("a: 1")]), "!");
  expect(state.message).toBe("there are no warnings");
  expect(press(state, "j").message).toBe(null);
});
