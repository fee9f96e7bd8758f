import { expect, test } from "vitest";
import { escapeText } from "../../src/text/escape.js";
import { withoutInvisible } from "../../src/text/invisible.js";

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
  ["what an escape looks like", "a\\x1b"],
])("%s stays", (_, text) => {
  expect(withoutInvisible(escapeText(text))).toBe(escapeText(text));
});
