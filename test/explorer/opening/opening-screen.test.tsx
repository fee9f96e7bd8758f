import { expect, test } from "vitest";
import { own } from "../../../src/explorer/drawing/row.js";
import { type OpeningProgress, OpeningScreen } from "../../../src/explorer/opening/opening-screen.js";
import { drawn } from "../draw.js";

function opening(progress: OpeningProgress, ms: number): string {
  const screen = { columns: 40, rows: 8 };
  const opening = { source: own("image.tar"), progress, ms };
  return drawn(<OpeningScreen opening={opening} screen={screen} look={{ colour: true }} />, 40);
}

test("says what is read, how far it is, and how long it still takes", () => {
  expect(opening({ phase: "reading layers", doneBytes: 1_000_000, totalBytes: 4_000_000 }, 2000)).toBe(`
  image.tar
  reading layers

  ━━━━━━━━━───────────────────────────
  1MB of 4MB, about 6 s left

  q cancel`);
});

test("says what is known where the end is not", () => {
  expect(opening({ phase: "reading", doneBytes: 1500, totalBytes: null }, 2000)).toBe(`
  image.tar
  reading


  1.5kB read

  q cancel`);
});

test("makes no guess in the first second", () => {
  expect(opening({ phase: "reading", doneBytes: 1500, totalBytes: 3000 }, 900)).toContain("  1.5kB of 3kB\n");
});
