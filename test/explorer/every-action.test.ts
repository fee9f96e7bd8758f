import { fileURLToPath } from "node:url";
import { describe, expect, test, vi } from "vitest";
import type { Binding } from "../../src/explorer/keys/binding.js";
import { bindingName } from "../../src/explorer/keys/key-map.js";
import { BINDINGS } from "../../src/explorer/keys/keys.js";
import { KEYS } from "../session/terminal.js";
import { explorer, type Running } from "./in-process.js";

vi.setConfig({ testTimeout: 30_000 });

const sample = (name: string) => fileURLToPath(new URL(`../../samples/${name}.tar`, import.meta.url));

type Seen = string | RegExp | ((terminal: Running) => boolean);
type Step = readonly [keys: string, see: Seen];

const inverse = (text: string) => (terminal: Running) =>
  terminal.text.includes(text) && terminal.cellAt(text).inverse;
const without = (text: string) => (terminal: Running) => !terminal.text.includes(text);

const LAYER_1: Step = ["jj", "what layer 1 changed"];
const FILES: Step = ["2", inverse("etc ")];
const CACHE: Step = ["j", inverse("ld.so.cache")];
const FILTER: Step = ["/python", /\d+ paths/];
const KEPT: Step = [KEYS.enter, without("keep  esc end")];
const TO_VIEW: readonly Step[] = [
  LAYER_1,
  FILES,
  CACHE,
  [KEYS.enter, "stand-in for /etc/ld.so.cache, version 2"],
];
const TO_TEXT: readonly Step[] = [
  ["/lib/os-release", "1 path"],
  KEPT,
  ["G", inverse("os-release  ")],
  [KEYS.enter, 'NAME="Lesson Linux"'],
];
const SEARCH: readonly Step[] = [
  ...TO_TEXT,
  ["/", "text to search for"],
  ["ID", "1 of"],
  [KEYS.enter, without("keep")],
];
const TO_VERSIONS: readonly Step[] = [LAYER_1, FILES, CACHE, ["t", "Versions ─"]];
const ADVICE: Step = ["w", /Waste ─ \S+ ─ what to change/];
const COPIES: Step = ["c", inverse("3.63kB overwritten 0→1")];
const GROUPS: readonly Step[] = [ADVICE, ["ccc", "by cause"]];
const FIND: readonly Step[] = [
  ["f", "find"],
  ["libz", "libz.so.1.3"],
  [KEYS.enter, "╭ Versions ─"],
  [KEYS.escape, without("╭ Versions ─")],
];

/** Keys to press and the expected screen after each, by the name of the binding and its first place. */
const CASES: Readonly<Record<string, readonly Step[]>> = {
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
  "show-image in layers": [["i", "╭ Image ─ flask:latest"]],
  "show-dockerfile in image": [
    ["i", "╭ Image ─"],
    ["d", "╭ Dockerfile ─ flask:latest"],
  ],
  "show-command in image": [
    ["i", "╭ Image ─"],
    ["c", "╭ Command ─ flask:latest"],
  ],
  "copy in dockerfile": [
    ["i", "╭ Image ─"],
    ["d", "╭ Dockerfile ─"],
    ["y", "copied the Dockerfile"],
  ],
  "start-report in layers": [["r", "report to ./flask.layerx."]],
  "show-warnings in layers": [["!", "there are no warnings"]],
  "toggle-mark in layers": [
    ["m", "layer 0 is marked"],
    ["jj", "from layer 0 to layer 1"],
  ],
  "open-versions in files": TO_VERSIONS,
  "start-find in layers": [["f", /find/]],
  "open in versions": [...TO_VERSIONS, [KEYS.enter, inverse("ld.so.cache")]],
  "view-version-content in versions": [...TO_VERSIONS, ["v", "stand-in for /etc/ld.so.cache"]],
  "view-version-difference in versions": [...TO_VERSIONS, ["G", "Versions ─"], ["d", "layer 0 → layer 1"]],
  "show-packages in layers": [["p", "no secrets found"]],
  "open in packages": [
    ["p", "no secrets found"],
    [KEYS.enter, "Packages and secrets"],
  ],
  "open in find": [...FIND, [KEYS.enter, "╭ Versions ─"]],
  "start-find in find": [...FIND, ["/", "⏎ versions  esc back"]],
  "start-search in view": [...TO_TEXT, ["/", "text to search for"]],
  "start-line in view": [...TO_TEXT, [":", "a line of"]],
  "move-page-down in view": [...TO_VIEW, [" ", /line [2-9]/]],
  "move-page-up in view": [...TO_VIEW, [" ", /line [2-9]/], ["b", "line 1 of"]],
  "viewer-wrap in view": [...TO_TEXT, ["W", "wrapped"]],
  "viewer-hex in view": [...TO_TEXT, ["x", "4e 41 4d 45"]],
  "viewer-facts in view": [...TO_TEXT, ["i", /mode +-rw-r--r--/]],
  "viewer-difference in view": [...TO_VIEW, ["d", "layer 0 → layer 1"]],
  "viewer-facts in diff": [...TO_VIEW, ["d", "layer 0 → layer 1"], ["i", /mode +-rw-r--r--/]],
  "viewer-next-hunk in diff": [...TO_VIEW, ["d", "layer 0 → layer 1"], ["n", "there is no change below"]],
  "viewer-hunk-before in diff": [...TO_VIEW, ["d", "layer 0 → layer 1"], ["N", "there is no change above"]],
  "viewer-after in diff": [...TO_VIEW, ["d", "layer 0 → layer 1"], ["v", "╭ /etc/ld.so.cache ─ line 1"]],
  "viewer-back in view": [...TO_TEXT, [KEYS.escape, without("Lesson Linux")]],
  "viewer-next-match in view": [...SEARCH, ["n", "2 of"]],
  "viewer-match-before in view": [...SEARCH, ["n", "2 of"], ["N", "1 of"]],
  "viewer-digest in facts": [...TO_TEXT, ["i", /mode +-rw-r--r--/], ["s", /sha256 +[0-9a-f]{64}/]],
  "start-compare in layers": [
    ["d", "compare with the older image"],
    [`${sample("lean")}${KEYS.enter}`, "example.com/lean:1.0 → flask:latest"],
  ],
  "copy in layers": [["y", "copied"]],
  "toggle-mouse in layers": [["M", /mouse/]],
  "close-page in help": [
    ["?", "╭ Keys"],
    ["?", without("╭ Keys")],
  ],
  "start-help in help": [
    ["?", "╭ Keys"],
    ["/split", /split/],
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
    for (const [keys, see] of steps) {
      await terminal.press(keys, typeof see === "function" ? () => see(terminal) : see);
    }
  });
});
