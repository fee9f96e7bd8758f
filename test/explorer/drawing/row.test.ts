import { describe, expect, test } from "vitest";
import { cutRowStart, literal, rowOf, span, styledText } from "../../../src/explorer/drawing/row.js";
import { OWN_COLOURS } from "../../../src/explorer/theme/theme.js";

const COLOUR = { colour: true };

describe("styledText()", () => {
  test("styledText() fills a row with spaces up to its width", () => {
    expect(styledText(rowOf([span(literal("ab")), span(literal("c"))]), 6, COLOUR)).toBe("abc   ");
  });

  test("styledText() cuts a text that is too wide, and adds an ellipsis", () => {
    expect(styledText(rowOf([span(literal("abc")), span(literal("def"))]), 5, COLOUR)).toBe("abcd…");
    expect(styledText(rowOf([span(literal("abc")), span(literal("def"))]), 3, COLOUR)).toBe("ab…");
    expect(styledText(rowOf([span(literal("abc"))]), 3, COLOUR)).toBe("abc");
  });

  test("styledText() counts a wide character as two columns, and does not cut it in half", () => {
    expect(styledText(rowOf([span(literal("日本"))]), 5, COLOUR)).toBe("日本 ");
    expect(styledText(rowOf([span(literal("日本語"))]), 5, COLOUR)).toBe("日本…");
    expect(styledText(rowOf([span(literal("日本語"))]), 4, COLOUR)).toBe("日… ");
  });

  test("an inverse row keeps bold text, but removes colours and dim text", () => {
    expect(
      styledText(rowOf([span(literal("a"), "added", "bold"), span(literal("b"))], ["inverse"]), 3, COLOUR),
    ).toBe("\x1b[7;1ma\x1b[0m\x1b[7mb\x1b[0m\x1b[7m \x1b[0m");
  });

  test("a selected row with a background of the theme keeps the colours of its text", () => {
    const theme = { ...OWN_COLOURS, selected: "48;5;236" };
    const row = rowOf([span(literal("a"), "added")], ["selected"]);
    expect(styledText(row, 1, { colour: true, theme })).toBe("\x1b[48;5;236;32ma\x1b[0m");
    expect(styledText(row, 1, COLOUR)).toBe("\x1b[7ma\x1b[0m");
    expect(styledText(row, 1, { colour: false, theme })).toBe("\x1b[7ma\x1b[0m");
  });

  test("styledText() leaves out colours, but not bold, if colours are off", () => {
    expect(styledText(rowOf([span(literal("a"), "added", "bold")]), 1, { colour: false })).toBe(
      "\x1b[1ma\x1b[0m",
    );
  });
});

test("cutRowStart() keeps the end of a path", () => {
  expect(cutRowStart(literal("/usr/lib/a.so"), 13)).toBe("/usr/lib/a.so");
  expect(cutRowStart(literal("/usr/lib/a.so"), 8)).toBe("…ib/a.so");
  expect(cutRowStart(literal("/日本語"), 4)).toBe("…語");
});

describe("a row in ASCII", () => {
  const ASCII = { colour: true, ascii: true };

  test("a row in ASCII has the same width and no other characters", () => {
    expect(styledText(rowOf([span(literal("▾ é│"))]), 12, ASCII)).toBe("v \\u{00e9}| ");
  });

  test("a text that is cut in ASCII has three dots", () => {
    expect(styledText(rowOf([span(literal("abcdefgh"))]), 6, ASCII)).toBe("abc...");
    expect(styledText(rowOf([span(literal("abcdefgh"))]), 2, ASCII)).toBe("..");
    expect(cutRowStart(literal("/usr/lib/a.so"), 8, ASCII)).toBe(".../a.so");
  });
});
