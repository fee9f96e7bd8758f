import { fileURLToPath } from "node:url";
import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import { PANES, type Pane } from "../../src/explorer/layout.js";
import { PAGES, type PageKind } from "../../src/explorer/pages/page.js";
import { KEYS } from "../session/terminal.js";
import { image } from "../support/fixture.js";
import { packings } from "../support/packings.js";
import { save } from "../support/save.js";
import { tempDir } from "../support/temp.js";
import { explorer } from "./in-process.js";
import { SIZES } from "./screens.js";

const FLASK = fileURLToPath(new URL("../../samples/flask.tar", import.meta.url));

type Step = readonly [keys: string, see: string | RegExp];

const TO_FILE: Step = ["jj2j", /-rw-r--r--.* ~ +ld\.so\.cache/];
const TO_VIEW: readonly Step[] = [TO_FILE, [KEYS.enter, "╭ /etc/ld.so.cache ─ line 1"]];

/** The keys that open each pane and page, and the text in its border and rows at every width. */
const PLACES: Readonly<Record<Pane | PageKind, readonly Step[]>> = {
  layers: [["j", /│▸ +· +CMD/]],
  files: [TO_FILE],
  waste: [
    ["w", /Waste ─ \S+ ─ what to change/],
    ["c", /│ 3\.63kB overwritten 0→1 \/var\/lib\/dpkg\/status/],
  ],
  help: [["?", /╭ Keys [\s\S]*│ Everywhere|╭ Keys [\s\S]*│ Panes/]],
  warnings: [["!", /╭ Warnings ─[\s\S]*│ ! /]],
  image: [["i", /╭ Image ─ flask:latest ─[\s\S]*command +\/bin\/sh -c/]],
  dockerfile: [
    ["i", "╭ Image ─"],
    ["d", /╭ Dockerfile ─ flask:latest ─[\s\S]*191kB +8.37kB +RUN apt-get update/],
  ],
  command: [
    ["i", "╭ Image ─"],
    ["c", /╭ Command ─ flask:latest ─[\s\S]*CMD +nothing/],
  ],
  instruction: [["jjo", /╭ Instruction ─ 3 of 6 ─ layer 1 ─[\s\S]*RUN apt-get update/]],
  "waste-story": [
    ["w", /Waste ─ \S+ ─ what to change/],
    ["c", /│ 3\.63kB overwritten 0→1/],
    ["o", /╭ Wasted copy ─[\s\S]*path +\/var\/lib\/dpkg\/status/],
  ],
  view: TO_VIEW,
  facts: [...TO_VIEW, ["i", /mode +-rw-r--r--/]],
  diff: [...TO_VIEW, ["d", /layer 0 → layer 1 ─ \+/]],
  versions: [TO_FILE, ["t", /╭ Versions ─ \/etc\/ld\.so\.cache ─[\s\S]*~ modified/]],
  find: [
    ["f", "Find in all layers"],
    ["libz", "libz.so.1.3"],
  ],
  packages: [["p", /╭ Packages and secrets ─[\s\S]*no secrets found/]],
  save: [
    TO_FILE,
    ["e", "extract to ./"],
    [`/dev/null/no${KEYS.enter}`, /╭ Extract ─[\s\S]*saves +\/etc\/ld\.so\.cache/],
  ],
  report: [
    ["r", "report to"],
    [KEYS.enter, /╭ Report ─[\s\S]*no reports here/],
  ],
};

/** Saves an archive with a warning: its history has one instruction too many. */
async function oddImage(): Promise<string> {
  const history = [{ created_by: "ADD a" }, { created_by: "RUN b" }];
  return save(packings.dockerSave25, [await image([{ a: "1" }], { history })], tempDir());
}

test("every pane and page has a test of its width", () => {
  expect(Object.keys(PLACES).sort()).toEqual([...PANES, ...PAGES].sort());
});

describe.each(SIZES)("at $columns×$rows", (size) => {
  test.each(Object.keys(PLACES) as (Pane | PageKind)[])(
    "the pane or page %s fills its frame and shows its title",
    async (place) => {
      const shown = await explorer(place === "warnings" ? await oddImage() : FLASK, size);
      for (const [keys, see] of PLACES[place]) await shown.press(keys, see);
      const widths = shown.lines.map((line) => stringWidth(line));
      expect(widths.slice(1, -1)).toEqual(Array(size.rows - 2).fill(size.columns));
      expect(shown.lines.at(-2)).toMatch(/^╰[ ─].*[ ─]╯$/);
    },
  );
});
