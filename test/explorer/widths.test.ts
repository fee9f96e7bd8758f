import { fileURLToPath } from "node:url";
import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import { PANE_NAMES } from "../../src/explorer/panes.js";
import { explorer } from "./in-process.js";
import { KINDS, openedPage } from "./pages/opened-page.js";
import { SIZES } from "./screens.js";
import { selectedPane } from "./selected-pane.js";
import { type Step, take } from "./steps.js";

const FLASK = fileURLToPath(new URL("../../samples/flask.tar", import.meta.url));

describe.each(SIZES)("at $columns×$rows", (size) => {
  async function checkFrame(archive: string, steps: readonly Step[]): Promise<void> {
    const shown = await explorer(archive, size);
    await take(steps, shown);
    const widths = shown.lines.map((line) => stringWidth(line));
    expect(widths.slice(1, -1)).toEqual(Array(size.rows - 2).fill(size.columns));
    expect(shown.lines.at(-2)).toMatch(/^╰[ ─].*[ ─]╯$/);
  }

  test.each(PANE_NAMES)("the pane %s fills its frame and shows its title", async (name) =>
    checkFrame(FLASK, (await selectedPane(name)).steps),
  );

  test.each(KINDS)("the page %s fills its frame and shows its title", async (kind) => {
    const { archive, steps } = await openedPage(kind);
    await checkFrame((await archive?.()) ?? FLASK, steps);
  });
});
