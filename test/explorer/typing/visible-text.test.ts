import fc from "fast-check";
import { expect, test } from "vitest";
import { visibleText } from "../../../src/explorer/typing/visible-text.js";
import { textColumns } from "../../../src/text/width.js";

/** Returns the visible text, with the character under the caret in brackets. */
function visible(text: string, caret: number, columns: number): string {
  const { before, at, after } = visibleText({ text, caret }, { columns });
  return `${before}[${at}]${after}`;
}

test("a text that fits is shown completely, with the caret anywhere", () => {
  expect([0, 2, 5].map((caret) => visible("./out", caret, 6))).toEqual(["[.]/out", "./[o]ut", "./out[ ]"]);
});

test("a longer text scrolls, so that the caret is visible", () => {
  const text = "0123456789";
  expect([0, 5, 9, 10].map((caret) => visible(text, caret, 8))).toEqual([
    "[0]123456…",
    "01234[5]6…",
    "…345678[9]",
    "…456789[ ]",
  ]);
});

test("wide and escaped characters are measured as they are shown", () => {
  expect(visible("日本語版", 4, 6)).toBe("…語版[ ]");
  expect(visible("a\u202eb", 1, 20)).toBe("a[\\u{202e}]b");
});

test("the visible part of any text fits, and contains the character under the caret", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", maxLength: 40 }),
      fc.nat(40),
      fc.integer({ min: 16, max: 60 }),
      fc.boolean(),
      (text, place, columns, ascii) => {
        const starts = [...new Intl.Segmenter().segment(text)].map(({ index }) => index);
        const caret = starts.at(place) ?? text.length;
        const { before, at, after } = visibleText({ text, caret }, { columns, ascii });
        expect(textColumns(before) + textColumns(at) + textColumns(after)).toBeLessThanOrEqual(columns);
        expect(at).not.toBe("");
      },
    ),
  );
});
