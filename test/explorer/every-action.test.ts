import { fileURLToPath } from "node:url";
import { describe, expect, test, vi } from "vitest";
import type { Binding } from "../../src/explorer/keys/binding.js";
import { bindingName } from "../../src/explorer/keys/key-map.js";
import { BINDINGS } from "../../src/explorer/keys/keys.js";
import { KEYS } from "../session/terminal.js";
import { explorer } from "./in-process.js";
import { KINDS, openedPage } from "./pages/opened-page.js";
import { inverse, KEPT, type Step, TO_VIEW, take, without } from "./steps.js";

vi.setConfig({ testTimeout: 30_000 });

const sample = (name: string) => fileURLToPath(new URL(`../../samples/${name}.tar`, import.meta.url));

const LAYER_1: Step = ["jj", "what layer 1 changed"];
const FILES: Step = ["2", inverse("etc ")];
const CACHE: Step = ["j", inverse("ld.so.cache")];
const FILTER: Step = ["/python", /\d+ paths/];
const ADVICE: Step = ["w", /Waste ─ \S+ ─ what to change/];
const COPIES: Step = ["c", inverse("3.63kB overwritten 0→1")];
const GROUPS: readonly Step[] = [ADVICE, ["ccc", "by cause"]];
const ofPages = await Promise.all(KINDS.map(openedPage));

/** Keys to press and the expected screen after each, by the name of the binding and its first place. */
const CASES: Readonly<Record<string, readonly Step[]>> = {
  ...Object.assign({}, ...ofPages.map(({ keys }) => keys)),
  "move-up in layers": [LAYER_1, [KEYS.up, inverse("CMD")]],
  "move-down in layers": [[KEYS.down, inverse("CMD")]],
  "move-half-up in layers": [
    ["G", inverse("ENTRYPOINT")],
    ["\x15", inverse("# debian.sh")],
  ],
  "move-half-down in layers": [["\x04", inverse("ENTRYPOINT")]],
  "show-scope-all in layers": [["\x01", "all of layer 0"]],
  "show-scope-layer in layers": [
    ["\x01", "all of layer 0"],
    ["\f", "what layer 0 changed"],
  ],
  "toggle-flat in layers": [["S", "all files by size"]],
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
  "focus-layers in layers": [
    ["2", inverse("bin ")],
    ["1", inverse("debian.sh")],
  ],
  "focus-files in layers": [["2", inverse("bin ")]],
  "focus-waste in layers": [ADVICE],
  "open in layers": [[KEYS.enter, inverse("bin ")]],
  "show-instruction in layers": [["o", "╭ Instruction ─ 1 of 6"]],
  "switch-scope in layers": [LAYER_1, ["a", "all of layers 0 to 1"]],
  "start-filter in layers": [["/", "a part of a path"]],
  "open in files": TO_VIEW,
  "toggle-fold in files": [LAYER_1, FILES, [" ", "▸ etc"]],
  "to-parent in files": [LAYER_1, FILES, CACHE, [KEYS.left, inverse("etc ")]],
  "into-folder in files": [LAYER_1, FILES, [KEYS.right, inverse("ld.so.cache")]],
  "fold-all in files": [LAYER_1, FILES, ["z", "▸ etc"]],
  "unfold-all in files": [LAYER_1, FILES, ["Z", "cc → gcc"]],
  "unfold-to-fit in files": [LAYER_1, FILES, ["z", "▸ etc"], ["x", "▾ etc"]],
  "unfold-changed in files": [LAYER_1, ["a2", "all of layers 0 to 1"], ["u", "ld.so.cache"]],
  "end-filter in layers": [LAYER_1, FILTER, KEPT, [KEYS.escape, without("matching python")]],
  "view-facts in files": [LAYER_1, FILES, CACHE, ["I", /mode +-rw-r--r--/]],
  "start-save in files": [LAYER_1, FILES, CACHE, ["e", "extract to ./"]],
  "next-match in files": [LAYER_1, FILTER, KEPT, ["n", inverse("-rwxr-xr-x  0:0   6.26kB")]],
  "previous-match in files": [LAYER_1, FILTER, KEPT, ["N", "round to the last match"]],
  "next-order in layers": [["s", "by size"]],
  "toggle-split in layers": [LAYER_1, ["v", "├ Files ─ all of layers 0 to 1"]],
  "toggle-attributes in layers": [LAYER_1, ["b", without("drwxr-xr-x")]],
  "toggle-added in layers": [LAYER_1, ["+", "only ~ −"]],
  "toggle-modified in layers": [LAYER_1, ["~", "only + −"]],
  "toggle-removed in layers": [LAYER_1, ["-", "only + ~"]],
  "toggle-unchanged in layers": [LAYER_1, ["=", "with unchanged paths"]],
  "open in waste": [ADVICE, COPIES, [KEYS.enter, inverse("status ")]],
  "show-waste-story in waste": [ADVICE, COPIES, ["o", "╭ Wasted copy ─"]],
  "close-group in waste": [...GROUPS, [KEYS.enter, "▾ overwritten"], [KEYS.left, "▸ overwritten"]],
  "next-grouping in waste": [ADVICE, COPIES, ["c", "by path"]],
  "toggle-mark in layers": [
    ["m", "layer 0 is marked"],
    ["jj", "from layer 0 to layer 1"],
  ],
  "move-page-down in image": [...TO_VIEW, [" ", /line [2-9]/]],
  "move-page-up in image": [...TO_VIEW, [" ", /line [2-9]/], ["b", "line 1 of"]],
  "start-compare in layers": [
    ["d", "compare with the older image"],
    [`${sample("lean")}${KEYS.enter}`, "example.com/lean:1.0 → flask:latest"],
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
