import { expect, test } from "vitest";
import { own } from "../../src/ui/line.js";
import { type OpeningProgress, openingLines } from "../../src/ui/opening.js";
import { plain } from "./draw.js";

function drawn(progress: OpeningProgress, ms: number): string {
  const size = { columns: 40, rows: 8 };
  return plain(openingLines({ source: own("image.tar"), progress, ms }, size, { colour: true }));
}

test("says what is read, how far it is, and how long it still takes", () => {
  expect(drawn({ phase: "reading layers", doneBytes: 1_000_000, totalBytes: 4_000_000 }, 2000)).toBe(`
  image.tar
  reading layers

  ━━━━━━━━━───────────────────────────
  1MB of 4MB, about 6 s left

  q cancel`);
});

test("says what is known where the end is not", () => {
  expect(drawn({ phase: "reading", doneBytes: 1500, totalBytes: null }, 2000)).toBe(`
  image.tar
  reading


  1.5kB read

  q cancel`);
});

test("makes no guess in the first second", () => {
  expect(drawn({ phase: "reading", doneBytes: 1500, totalBytes: 3000 }, 900)).toContain("  1.5kB of 3kB\n");
});
