import { describe, expect, test } from "vitest";
import { cut } from "../../../src/report/history/cut.js";

describe("the cut at 45 columns", () => {
  test("45 ASCII characters stay", () => {
    expect(cut("x".repeat(45), 45)).toBe("x".repeat(45));
  });

  test("of 46 ASCII characters 44 stay, and an ellipsis", () => {
    expect(cut("x".repeat(46), 45)).toBe(`${"x".repeat(44)}…`);
  });

  test("a control character counts 1", () => {
    expect(cut(`\u001b[1m${"x".repeat(42)}`, 45)).toBe(`\u001b[1m${"x".repeat(40)}…`);
  });

  test("a wide character counts 2", () => {
    expect(cut(`a${"設".repeat(22)}`, 45)).toBe(`a${"設".repeat(22)}`);
    expect(cut(`aa${"設".repeat(22)}`, 45)).toBe(`aa${"設".repeat(21)}…`);
  });

  test("a cut wide text may be one column short", () => {
    expect(cut(`a${"設".repeat(23)}`, 45)).toBe(`a${"設".repeat(21)}…`);
  });

  test("a combining mark counts 1, and may be cut from its letter", () => {
    expect(cut("e\u0301".repeat(23), 45)).toBe(`${"e\u0301".repeat(22)}…`);
    expect(cut(`x${"e\u0301".repeat(23)}`, 45)).toBe(`x${"e\u0301".repeat(21)}e…`);
  });

  test("a wide combining mark counts 2", () => {
    expect(cut(`${"か\u3099".repeat(11)}か`, 45)).toBe(`${"か\u3099".repeat(11)}…`);
  });

  test("joiners and variation selectors count 1, a family emoji 11", () => {
    expect(cut("👨‍👩‍👧‍👦".repeat(5), 45)).toBe(`${"👨‍👩‍👧‍👦".repeat(4)}…`);
    expect(cut("❤️".repeat(23), 45)).toBe(`${"❤️".repeat(22)}…`);
  });

  test("a lone surrogate counts 1, as the U+FFFD that it prints as", () => {
    expect(cut("\ud800".repeat(46), 45)).toBe(`${"\ud800".repeat(44)}…`);
  });
});
