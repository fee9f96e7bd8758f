import { describe, expect, test } from "vitest";
import { decodeUtf8, encodeUtf8 } from "../../../src/report/history/byte-string.js";
import { layOutHistory } from "../../../src/report/history/history-table.js";

function checkLayout(text: string, expected: string): void {
  expect(decodeUtf8(layOutHistory(encodeUtf8(text)))).toBe(expected);
}

describe("the layout of a table:", () => {
  test("a column has the width of its widest cell plus 3", () => {
    checkLayout("a\tb\nlonger text\tb\n", "a             b\nlonger text   b\n");
  });

  test("a column is at least 10 wide", () => {
    checkLayout("a\tb\n1234567\tb\n", "a         b\n1234567   b\n");
  });

  test("the last cell of a line is not padded, also if it is empty", () => {
    checkLayout("a\tb\t\na\tb\tlast\n", "a         b         \na         b         last\n");
  });

  test("a text after the last newline is also a line", () => {
    checkLayout("a\tb", "a         b");
  });

  test("a vertical tab ends a cell and is not printed", () => {
    checkLayout("a\vb\n", "a         b\n");
  });

  test("a cell without a tab after it does not widen its column", () => {
    checkLayout(
      "a\tb\nx\t0123456789abcdef\nx\ty\tz\n",
      "a         b\nx         0123456789abcdef\nx         y         z\n",
    );
  });

  test("a line without a tab starts the column widths again", () => {
    checkLayout("0123456789\tx\nno tab\na\tx\n", "0123456789   x\nno tab\na         x\n");
  });

  test("a form feed is printed as a newline and starts the column widths again", () => {
    checkLayout("0123456789\tx\fa\tx\n", "0123456789   x\na         x\n");
  });

  test("a line with fewer cells ends the columns on its right, the columns on its left continue", () => {
    checkLayout(
      "a\t0123456789ab\tx\nlonger than ten\tx\na\tb\tx\n",
      "a                 0123456789ab   x\nlonger than ten   x\na                 b         x\n",
    );
  });

  test("widths are counted in terminal columns, not in bytes", () => {
    checkLayout("設定ファイル\tx\n0123456789\tx\n", "設定ファイル   x\n0123456789     x\n");
  });

  test("a byte that is not UTF-8 takes one column and is unchanged", () => {
    expect(layOutHistory("\xe8\xa8\tx\n")).toBe("\xe8\xa8        x\n");
  });
});
