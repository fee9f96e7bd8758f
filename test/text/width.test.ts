import { expect, test } from "vitest";
import { escapeText } from "../../src/text/escape.js";
import { cutEnd, cutStart, padEnd, padStart, textColumns, withoutInvisible } from "../../src/text/width.js";

test.each([
  ["plain", 5],
  ["設定", 4],
  ["é", 1],
  ["👨‍👩‍👧‍👦", 2],
  ["→ █▏…", 5],
])("%s takes %d columns", (text, columns) => {
  expect(textColumns(text)).toBe(columns);
});

test.each([
  ["abcdef", 6, "abcdef"],
  ["abcdef", 5, "abcd…"],
  ["abcdef", 1, "…"],
  ["設定設定", 5, "設定…"],
  ["設定設定", 6, "設定…"],
  ["e\u0301e\u0301e\u0301", 2, "e\u0301…"],
])("%s in %d columns is %s: no character is cut in two", (text, columns, cut) => {
  expect(cutEnd(text, columns)).toBe(cut);
});

test.each([
  ["abcdef", 6, "abcdef"],
  ["abcdef", 5, "…cdef"],
  ["abcdef", 1, "…"],
  ["設定設定", 5, "…設定"],
  ["設定設定", 6, "…設定"],
  ["e\u0301e\u0301e\u0301", 2, "…e\u0301"],
])("the end of %s in %d columns is %s", (text, columns, cut) => {
  expect(cutStart(text, columns)).toBe(cut);
});

test("a text that is cut at its start can have another mark than …", () => {
  expect(["a/long/path", "設定設定"].map((text) => cutStart(text, 7, "..."))).toEqual(["...path", "...設定"]);
});

test("padding counts columns, and never cuts a text", () => {
  expect([padEnd("設", 4), padStart("設", 4), padEnd("abc", 2)]).toEqual(["設  ", "  設", "abc"]);
});

test.each([
  ["a zero-width space and a soft hyphen", "a\u200bb\u00ad", "a\\u{200b}b\\u{00ad}"],
  ["a byte order mark", "\ufeffx", "\\u{feff}x"],
  ["a mark without a letter", "\u0301", "\\u{0301}"],
])("%s is written as its code", (_, text, shown) => {
  expect(withoutInvisible(escapeText(text))).toBe(shown);
});

test.each([
  ["a mark on a letter", "e\u0301"],
  ["joiners within an emoji", "👨‍👩‍👧"],
  ["text that looks like an escape", "a\\x1b"],
])("%s is unchanged", (_, text) => {
  expect(withoutInvisible(escapeText(text))).toBe(escapeText(text));
});
