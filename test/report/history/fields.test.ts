import { describe, expect, test } from "vitest";
import { cut, humanDuration } from "../../../src/report/history/fields.js";

describe("a text is cut at 45 columns:", () => {
  test("45 ASCII characters are unchanged", () => {
    expect(cut("x".repeat(45), 45)).toBe("x".repeat(45));
  });

  test("46 ASCII characters are cut to 44 and an ellipsis", () => {
    expect(cut("x".repeat(46), 45)).toBe(`${"x".repeat(44)}…`);
  });

  test("a control character counts as 1 column", () => {
    expect(cut(`\u001b[1m${"x".repeat(42)}`, 45)).toBe(`\u001b[1m${"x".repeat(40)}…`);
  });

  test("a wide character counts as 2 columns", () => {
    expect(cut(`a${"設".repeat(22)}`, 45)).toBe(`a${"設".repeat(22)}`);
    expect(cut(`aa${"設".repeat(22)}`, 45)).toBe(`aa${"設".repeat(21)}…`);
  });

  test("a cut text of wide characters can be one column shorter", () => {
    expect(cut(`a${"設".repeat(23)}`, 45)).toBe(`a${"設".repeat(21)}…`);
  });

  test("a combining mark counts as 1 column, and can be cut from its letter", () => {
    expect(cut("e\u0301".repeat(23), 45)).toBe(`${"e\u0301".repeat(22)}…`);
    expect(cut(`x${"e\u0301".repeat(23)}`, 45)).toBe(`x${"e\u0301".repeat(21)}e…`);
  });

  test("a wide combining mark counts as 2 columns", () => {
    expect(cut(`${"か\u3099".repeat(11)}か`, 45)).toBe(`${"か\u3099".repeat(11)}…`);
  });

  test("joiners and variation selectors count as 1 column, so a family emoji counts as 11", () => {
    expect(cut("👨‍👩‍👧‍👦".repeat(5), 45)).toBe(`${"👨‍👩‍👧‍👦".repeat(4)}…`);
    expect(cut("❤️".repeat(23), 45)).toBe(`${"❤️".repeat(22)}…`);
  });

  test("a lone surrogate counts as 1 column, the width of U+FFFD", () => {
    expect(cut("\ud800".repeat(46), 45)).toBe(`${"\ud800".repeat(44)}…`);
  });
});

test.each([
  [-10, "Less than a second"],
  [0, "Less than a second"],
  [1, "1 second"],
  [2, "2 seconds"],
  [59, "59 seconds"],
  [60, "About a minute"],
  [119, "About a minute"],
  [120, "2 minutes"],
  [3599, "59 minutes"],
  [3600, "About an hour"],
  [5399, "About an hour"],
  [5400, "2 hours"],
  [8999, "2 hours"],
  [9000, "3 hours"],
  [84599, "23 hours"],
  [86400, "24 hours"],
  [170999, "47 hours"],
  [171000, "2 days"],
  [257399, "2 days"],
  [257400, "3 days"],
  [1207799, "13 days"],
  [1207800, "2 weeks"],
  [1812599, "2 weeks"],
  [1812600, "3 weeks"],
  [5182199, "8 weeks"],
  [5182200, "2 months"],
  [7774199, "2 months"],
  [7774200, "3 months"],
  [31536000, "12 months"],
  [63070199, "24 months"],
  [63070200, "1 years"],
  [63071999, "1 years"],
  [63072000, "2 years"],
  [94607999, "2 years"],
  [94608000, "3 years"],
  [815000000, "25 years"],
])("%d seconds are %s", (seconds, expected) => {
  expect(humanDuration(seconds)).toBe(expected);
});

test.each([
  [0.999, "Less than a second"],
  [1.999, "1 second"],
  [59.999, "59 seconds"],
  [5399.999, "About an hour"],
  [63071999.999, "1 years"],
])("the fraction of %d seconds is cut off, not rounded", (seconds, expected) => {
  expect(humanDuration(seconds)).toBe(expected);
});
