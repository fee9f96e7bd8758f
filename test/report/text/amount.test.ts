import { expect, test } from "vitest";
import { amount, amountsApart } from "../../../src/report/text/amount.js";

test.each([
  [0.625, "ratio", "62.5%"],
  [1 / 3, "ratio", "33.33%"],
  [1, "ratio", "100%"],
  [12_345_678, "bytes", "12.3MB"],
  [7, "layers", "7"],
] as const)("%d as %s is %s", (value, unit, text) => {
  expect(amount(value, unit)).toBe(text);
});

test.each([
  [0.9, 0.9, "ratio", ["90%", "90%"]],
  [0.89999, 0.9, "ratio", ["89.999%", "90%"]],
  [0.8999999999, 0.9, "ratio", ["89.99999999%", "90%"]],
  [0.5, 0.9, "ratio", ["50%", "90%"]],
  [20_000_001, 20_000_000, "bytes", ["20000001B", "20000000B"]],
  [30_000_000, 20_000_000, "bytes", ["30MB", "20MB"]],
] as const)("two different values have different texts: %d and %d", (a, b, unit, texts) => {
  expect(amountsApart(a, b, unit)).toEqual(texts);
});
