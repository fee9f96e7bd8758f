import { fileURLToPath } from "node:url";
import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import { PANES, type Pane } from "../../src/explorer/layout.js";
import { explorer } from "./in-process.js";
import { KINDS, openedPage } from "./pages/opened-page.js";
import { SIZES } from "./screens.js";
import { type Step, TO_FILE, take } from "./steps.js";

const FLASK = fileURLToPath(new URL("../../samples/flask.tar", import.meta.url));

/** The keys that select each pane, and the text in its border and rows at every width. */
const TO_PANE: Readonly<Record<Pane, readonly Step[]>> = {
  layers: [["j", /│▸ +· +CMD/]],
  files: [TO_FILE],
  waste: [
    ["w", /Waste ─ \S+ ─ what to change/],
    ["c", /│ 3\.63kB overwritten 0→1 \/var\/lib\/dpkg\/status/],
  ],
};

describe.each(SIZES)("at $columns×$rows", (size) => {
  async function checkFrame(archive: string, steps: readonly Step[]): Promise<void> {
    const shown = await explorer(archive, size);
    await take(steps, shown);
    const widths = shown.lines.map((line) => stringWidth(line));
    expect(widths.slice(1, -1)).toEqual(Array(size.rows - 2).fill(size.columns));
    expect(shown.lines.at(-2)).toMatch(/^╰[ ─].*[ ─]╯$/);
  }

  test.each(PANES)("the pane %s fills its frame and shows its title", (pane) =>
    checkFrame(FLASK, TO_PANE[pane]),
  );

  test.each(KINDS)("the page %s fills its frame and shows its title", async (kind) => {
    const { archive, steps } = await openedPage(kind);
    await checkFrame((await archive?.()) ?? FLASK, steps);
  });
});
