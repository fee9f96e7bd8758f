import { expect, test } from "vitest";
import { literal } from "../../../src/explorer/drawing/row.js";
import { type OpeningProgress, OpeningScreen } from "../../../src/explorer/opening/opening-screen.js";
import type { EarlyLayer } from "../../../src/image/early-layer.js";
import { drawn } from "../draw.js";

function opening(
  progress: OpeningProgress,
  ms: number,
  { layers = [], rows = 8 }: { layers?: readonly EarlyLayer[]; rows?: number } = {},
): string {
  const screen = { columns: 40, rows };
  const opening = { source: literal("image.tar"), progress, layers, ms };
  return drawn(<OpeningScreen opening={opening} screen={screen} look={{ colour: true }} />, 40);
}

test("the opening screen shows the current step, its progress, and the remaining time", () => {
  expect(opening({ phase: "reading layers", doneBytes: 1_000_000, totalBytes: 4_000_000 }, 2000)).toBe(`
  image.tar
  reading layers

  ━━━━━━━━━───────────────────────────
  1MB of 4MB, about 6 s left

  q cancel`);
});

test("the opening screen shows only the bytes read if the total is unknown", () => {
  expect(opening({ phase: "reading", doneBytes: 1500, totalBytes: null }, 2000)).toBe(`
  image.tar
  reading


  1.5kB read

  q cancel`);
});

test("the opening screen shows no remaining time in the first second", () => {
  expect(opening({ phase: "reading", doneBytes: 1500, totalBytes: 3000 }, 900)).toContain("  1.5kB of 3kB\n");
});

const LAYERS: readonly EarlyLayer[] = [
  { entry: { createdBy: "ADD rootfs.tar / # buildkit", comment: null }, bytes: 7_000_000 },
  { entry: { createdBy: "ENV A=1", comment: null }, bytes: null },
  { entry: { createdBy: "RUN make\x1b[2J", comment: null }, bytes: 1500 },
];

test("the opening screen lists the instructions with their sizes, escaped", () => {
  const progress = { phase: "docker is packing the image, 3 s", doneBytes: 0, totalBytes: null };
  expect(opening(progress, 3000, { layers: LAYERS, rows: 12 })).toBe(`
  image.tar
  docker is packing the image, 3 s




      7MB  ADD rootfs.tar /
        ·  ENV A=1
    1.5kB  RUN make\\x1b[2J

  q cancel`);
});

test("the opening screen shows the number of instructions that do not fit", () => {
  const progress = { phase: "reading", doneBytes: 0, totalBytes: null };
  const shown = opening(progress, 0, { layers: LAYERS, rows: 11 });
  expect(shown).toContain("      7MB  ADD rootfs.tar /\n           … 2 more instructions\n");
  expect(shown).toContain("q cancel");
});
