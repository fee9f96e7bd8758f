import { expect, test } from "vitest";
import { cellColumns } from "../../../src/report/history/column-width.js";

test.each([
  ["plain", 5],
  ["a\rb\u0000\u007f", 2],
  ["\u001b[31mred\u001b[0m", 10],
  ["é", 1],
  ["e\u0301", 1],
  ["設定", 4],
  ["か\u3099", 2],
  ["ﾊﾟ", 1],
  ["…", 1],
  ["👍🏽", 2],
  ["👨‍👩‍👧‍👦", 2],
  ["🇫🇷", 1],
  ["❤️", 1],
  ["1️⃣", 1],
  ["\u200b\u200d\u00ad\u2028\u2029", 0],
  ["\u0085", 0],
  ["\ufffd", 1],
])("a grapheme has the width of its first character with a width: %j takes %d columns", (text, columns) => {
  expect(cellColumns(text)).toBe(columns);
});
