import { fileURLToPath } from "node:url";
import { describe, expect, test, vi } from "vitest";
import type { Binding } from "../../src/explorer/keys/binding.js";
import { bindingName } from "../../src/explorer/keys/key-map.js";
import { BINDINGS } from "../../src/explorer/keys/keys.js";
import { PANE_NAMES } from "../../src/explorer/panes.js";
import { KEYS } from "../session/terminal.js";
import { explorer } from "./in-process.js";
import { KINDS, openedPage } from "./pages/opened-page.js";
import { selectedPane } from "./selected-pane.js";
import { inverse, type Step, TO_VIEW, take, without } from "./steps.js";

vi.setConfig({ testTimeout: 30_000 });

const sample = (name: string) => fileURLToPath(new URL(`../../samples/${name}.tar`, import.meta.url));

const LAYER_1: Step = ["jj", "changes of layer 1"];
const ofPages = await Promise.all(KINDS.map(openedPage));
const ofPanes = await Promise.all(PANE_NAMES.map(selectedPane));

/** Keys to press and the expected screen after each, by the name of the binding and its first place. */
const CASES: Readonly<Record<string, readonly Step[]>> = {
  ...Object.assign({}, ...[...ofPanes, ...ofPages].map(({ keys }) => keys)),
  "move-up in layers": [LAYER_1, [KEYS.up, inverse("CMD")]],
  "move-down in layers": [[KEYS.down, inverse("CMD")]],
  "move-half-up in layers": [
    ["G", inverse("ENTRYPOINT")],
    ["\x15", inverse("# debian.sh")],
  ],
  "move-half-down in layers": [["\x04", inverse("ENTRYPOINT")]],
  "toggle-zoom in layers": [["F", without("Files ─")]],
  "move-page-up in layers": [
    ["G", inverse("ENTRYPOINT")],
    [KEYS.pageUp, inverse("debian.sh")],
  ],
  "move-page-down in layers": [[KEYS.pageDown, inverse("ENTRYPOINT")]],
  "move-top in layers": [
    ["G", inverse("ENTRYPOINT")],
    ["g", inverse("debian.sh")],
  ],
  "move-bottom in layers": [["G", inverse("ENTRYPOINT")]],
  "next-pane in layers": [[KEYS.tab, inverse("bin ")]],
  "previous-pane in layers": [[KEYS.shiftTab, inverse("8.37kB    4×")]],
  "move-page-down in image": [...TO_VIEW, [" ", /line [2-9]/]],
  "move-page-up in image": [...TO_VIEW, [" ", /line [2-9]/], ["b", "line 1 of"]],
  "start-compare in layers": [
    ["d", "compare with the older image"],
    [`${sample("lean")}${KEYS.enter}`, "example.com/lean:1.0 → flask:latest"],
    [KEYS.escape, "changes of layer 0"],
  ],
  "copy in layers": [["y", "copied"]],
  "toggle-mouse in layers": [["M", /mouse/]],
  "close-page in image": [
    ["i", "╭ Image ─"],
    ["q", without("╭ Image ─")],
  ],
  "show-help in layers": [["?", "╭ Keys"]],
};

/** Actions with tests in other files, for example `save.test.ts`, `viewer.test.ts` and `ways-out.test.ts` in `test/session`. */
const ELSEWHERE = [
  "choose-platform in layers",
  "open-in-pager in view",
  "open-in-editor in view",
  "viewer-back in save",
  "viewer-replace in save",
  "viewer-left in view",
  "viewer-right in view",
  "quit in layers",
  "quit-anywhere in layers",
  "suspend in layers",
];

function caseName(binding: Binding): string {
  return `${bindingName(binding)} in ${binding.places[0]}`;
}

test("every action of the key table has a test", () => {
  const tried = [...new Set([...Object.keys(CASES), ...ELSEWHERE])].sort();
  expect(tried).toEqual([...new Set(BINDINGS.map(caseName))].sort());
});

describe("the keys of the key table", () => {
  test.each(Object.entries(CASES))("the key of %s has its effect", async (_, steps) => {
    const terminal = await explorer(sample("flask"), { columns: 120, rows: 36 });
    await terminal.see(/Waste ─ \S+ ─ what to change/);
    await take(steps, terminal);
  });
});
