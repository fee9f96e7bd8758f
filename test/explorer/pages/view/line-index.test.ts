import fc from "fast-check";
import { expect, test } from "vitest";
import {
  indexed,
  type LineIndex,
  LONGEST,
  linesKnown,
  markBefore,
  NO_LINES,
  rowAfter,
  type TextRow,
} from "../../../../src/explorer/pages/view/line-index.js";

/** Returns the index of a text that is read in one piece. */
function indexOf(text: string): LineIndex {
  return indexed(NO_LINES, Buffer.from(text));
}

/** Returns each row as its line number and text, with a `+` if the row continues a line. */
function rowsOf(text: string): string[] {
  const bytes = Buffer.from(text);
  const rows: string[] = [];
  for (let row: TextRow | null = NO_LINES.open; row !== null && row.from < bytes.length; ) {
    const next: TextRow | null = rowAfter(row, bytes.subarray(row.from));
    const shown = bytes.toString("utf8", row.from, next?.from).replace("\n", "⏎");
    rows.push(`${row.continues ? "+" : ""}${row.line}: ${shown}`);
    row = next;
  }
  return rows;
}

test("a newline ends a line, and a newline at the end of the file begins no new line", () => {
  expect(rowsOf("a\n\nb\n")).toEqual(["0: a⏎", "1: ⏎", "2: b⏎"]);
  expect(rowsOf("a\nb")).toEqual(["0: a⏎", "1: b"]);
  expect([linesKnown(indexOf("a\n\nb\n")), linesKnown(indexOf("a\nb")), linesKnown(indexOf(""))]).toEqual([
    3, 2, 0,
  ]);
});

test("a very long line has several rows with the same line number", () => {
  const long = "x".repeat(LONGEST);
  expect(rowsOf(`${long}${long}yz\nb`)).toEqual([`0: ${long}`, `+0: ${long}`, "+0: yz⏎", "1: b"]);
});

test("a line with exactly the maximum length of a row is one row", () => {
  const long = "x".repeat(LONGEST);
  expect(rowsOf(`${long}\nb`)).toEqual([`0: ${long}⏎`, "1: b"]);
});

test("a long line is cut between characters", () => {
  const begin = "x".repeat(LONGEST - 1);
  expect(rowsOf(`${begin}漢字`)).toEqual([`0: ${begin}`, "+0: 漢字"]);
});

test("a long line that ends in a newline counts once", () => {
  const index = indexOf(`${"x".repeat(LONGEST * 3)}\n`);
  expect([linesKnown(index), index.open]).toEqual([
    1,
    { row: 3, line: 1, from: LONGEST * 3 + 1, continues: false },
  ]);
});

test("the index is the same for any division of a file into pieces", () => {
  const part = fc.oneof(
    fc.constant("\n"),
    fc.string({ maxLength: 40 }),
    fc.integer({ min: 1, max: 3 * LONGEST }).map((length) => "y".repeat(length)),
    fc.constant("漢".repeat(700)),
  );
  const text = fc.array(part, { maxLength: 20 }).map((parts) => Buffer.from(parts.join("")));
  fc.assert(
    fc.property(
      text,
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 5 }),
      (bytes, cuts) => {
        const at = [0, ...cuts.map((cut) => Math.floor(cut * bytes.length)), bytes.length].sort(
          (a, b) => a - b,
        );
        const pieces = at.slice(1).map((to, index) => bytes.subarray(at[index], to));
        expect(pieces.reduce(indexed, NO_LINES)).toEqual(indexed(NO_LINES, bytes));
      },
    ),
  );
});

test("a big file has a limited number of marks, each at the beginning of a row", () => {
  const line = Buffer.from(`${"x".repeat(1023)}\n`);
  const chunk = Buffer.concat(new Array<Buffer>(1024).fill(line));
  let index = NO_LINES;
  for (let megabytes = 0; megabytes < 300; megabytes++) index = indexed(index, chunk);
  expect(index.spacing).toBe(32 * 1024);
  expect(index.marks.length).toBeLessThan(16 * 1024);
  expect(markBefore(index, "row", 200_000)).toEqual({
    row: 200_000 - (200_000 % 32),
    line: 200_000 - (200_000 % 32),
    from: (200_000 - (200_000 % 32)) * 1024,
    continues: false,
  });
  expect(markBefore(index, "from", 5).from).toBe(0);
});
