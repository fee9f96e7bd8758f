import { describe, expect, test } from "vitest";
import type { Look } from "../../../src/explorer/drawing/row.js";
import { PageFrame } from "../../../src/explorer/pages/page-frame.js";
import type { State } from "../../../src/explorer/state.js";
import { textColumns } from "../../../src/text/width.js";
import { drawn } from "../draw.js";
import { KINDS, openedPage, withFile } from "./opened-page.js";

const LOOKS: readonly Look[] = [{ colour: true }, { colour: false }, { colour: false, ascii: true }];

/** Draws the topmost page alone. */
function page(state: State, look: Look): string[] {
  const top = state.pages.at(-1);
  if (top === undefined) throw new Error("no page is open");
  return drawn(<PageFrame state={state} page={top} look={look} />, state.screen.columns).split("\n");
}

describe.each([80, 120, 200])("at %i columns", (columns) => {
  test.each(KINDS)("the page %s is drawn in a frame of the whole width", async (kind) => {
    const { open } = await openedPage(kind);
    const state = open(await withFile({ columns, rows: 24 }));
    expect(state.pages.at(-1)?.kind).toBe(kind);
    for (const look of LOOKS) {
      const lines = page(state, look);
      const [corner, end] = look.ascii === true ? ["+", "+"] : ["╭", "╯"];
      expect(lines).toHaveLength(22);
      expect(lines.map((line) => textColumns(line))).toEqual(Array(22).fill(columns));
      expect([lines[0][0], lines.at(-1)?.at(-1)]).toEqual([corner, end]);
      expect(lines[0]).toMatch(/[A-Z/]/);
      expect(lines.slice(1, -1).join("")).toMatch(/[a-z0-9]{2}/);
      if (look.ascii === true) expect(lines.join("")).toMatch(/^[\x20-\x7e]*$/);
    }
  });
});
