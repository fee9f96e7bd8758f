import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeText } from "../../src/text/escape.js";
import { textColumns } from "../../src/text/width.js";
import { wrapText } from "../../src/text/wrap.js";

test.each([
  ["a short line", 20, ["a short line"]],
  ["three words here", 11, ["three words", "here"]],
  ["three words here", 10, ["three", "words here"]],
  ["abcdefgh ij", 3, ["abc", "def", "gh", "ij"]],
  ["", 5, [""]],
  ["日本語 テキスト", 6, ["日本語", "テキス", "ト"]],
])("%j in %i columns", (text, columns, lines) => {
  expect(wrapText(escapeText(text), columns)).toEqual(lines);
});

test("wrapping removes only spaces, and no line is too wide", () => {
  const text = fc.array(fc.constantFrom("a", "bc", " ", "  ", "日", "é", "/usr/lib"), { maxLength: 40 });
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 20 }), (parts, columns) => {
      const lines = wrapText(escapeText(parts.join("")), columns);
      expect(lines.join("").replaceAll(" ", "")).toBe(parts.join("").replaceAll(" ", ""));
      expect(lines.filter((line) => textColumns(line) > columns)).toEqual([]);
    }),
  );
});

test("a text of 1 MB without spaces is wrapped", () => {
  expect(wrapText(escapeText("x".repeat(1_000_000)), 80)).toHaveLength(12_500);
});
