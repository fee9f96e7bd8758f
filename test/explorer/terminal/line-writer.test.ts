import headless from "@xterm/headless";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LineWriter } from "../../../src/explorer/terminal/line-writer.js";

/** Returns the bytes that replace the first frame with the second one, on a screen of ten columns. */
function written(before: string, after: string): string {
  const writer = new LineWriter();
  writer.frame(before, 10);
  return writer.frame(after, 10);
}

describe("the line writer", () => {
  test("an unchanged frame writes nothing", () => {
    expect(written("abc\n\x1b[1md\x1b[0m", "abc\n\x1b[1md\x1b[0m")).toBe("");
  });

  test("only changed lines are written, and the rest of an old line is erased", () => {
    expect(written("one\ntwo\nthree", "one\n2\nthree")).toBe("\x1b[2;1H\x1b[0m2\x1b[K");
  });

  test("a line that fills the screen is not erased at its end, because the cursor is on its last cell", () => {
    expect(written("a", "│      ab│")).toBe("\x1b[1;1H\x1b[0m│      ab│");
  });

  test("lines that a shorter frame does not have are erased", () => {
    expect(written("a\nb", "a")).toBe("\x1b[2;1H\x1b[0m\x1b[K");
  });

  test("on a cleared screen, only lines with text are written", () => {
    const writer = new LineWriter();
    writer.frame("a\n\nb", 10);
    writer.forget();
    expect(writer.frame("a\n\nb", 10)).toBe("\x1b[1;1H\x1b[0ma\x1b[K\x1b[3;1H\x1b[0mb\x1b[K");
  });

  test("the text after a character of uncertain width gets its column, and such a line is erased first", () => {
    expect(written("日 a", "日\x1b[1m本\x1b[0m b")).toBe(
      "\x1b[1;1H\x1b[0m\x1b[2K日\x1b[3G\x1b[1m本\x1b[5G\x1b[0m b",
    );
    expect(written("a", "e\u0301b")).toBe("\x1b[1;1H\x1b[0m\x1b[2Ke\u0301\x1b[2Gb");
  });
});

/** Returns the lines of a terminal that keeps the cursor on the last cell and erases this cell, as xterm does. */
async function shownBy(frames: readonly string[]): Promise<string[]> {
  const terminal = new headless.Terminal({ cols: 10, rows: 4, allowProposedApi: true });
  const writer = new LineWriter();
  let last = "\x1b[?7l";
  for (const frame of frames) last += eager(writer.frame(frame, 10));
  await new Promise<void>((resolve) => terminal.write(last, resolve));
  const { active } = terminal.buffer;
  return Array.from({ length: 4 }, (_, row) => active.getLine(row)?.translateToString(true) ?? "");
}

/** Imitates xterm, which erases the last cell. The headless terminal keeps the cursor after the last column. */
function eager(bytes: string): string {
  return bytes.replace(/m([^\x1b]{10,})\x1b\[K/g, (_, text: string) => `m${text.slice(0, 9)} \x1b[K`);
}

test("the screen shows the last frame after any earlier frames", () => {
  const line = fc.string({
    unit: fc.constantFrom("a", "b", " ", "│", "─", "…"),
    maxLength: 10,
  });
  const frame = fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.join("\n"));
  return fc.assert(
    fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 5 }), async (frames) => {
      const wanted = (frames.at(-1) ?? "").split("\n").map((text) => text.trimEnd());
      expect((await shownBy(frames)).map((text) => text.trimEnd())).toEqual([
        ...wanted,
        ...Array(4 - wanted.length).fill(""),
      ]);
    }),
    { numRuns: 200 },
  );
});
