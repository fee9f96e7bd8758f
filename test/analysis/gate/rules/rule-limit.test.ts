import { expect, test } from "vitest";
import { parseLimit } from "../../../../src/analysis/gate/rules/rule-limit.js";

test.each([
  ["0.95", 0.95],
  ["95%", 0.95],
  ["12.5 %", 0.125],
  ["0.1%", 0.001],
  ["1e-1", 0.1],
  [".5", 0.5],
  ["0", 0],
  ["1", 1],
  ["100%", 1],
  ["disabled", "disabled"],
  ["Disabled", "disabled"],
])("the ratio %s is read as %s", (text, limit) => {
  expect(parseLimit(text, "ratio")).toBe(limit);
});

test.each(["", "1.01", "101%", "-0.1", "95 percent", "0,95", "NaN", "Infinity", "0x1", "off", "10MB"])(
  "%j is not a ratio",
  (text) => {
    expect(parseLimit(text, "ratio")).toBe(null);
  },
);

test.each([
  ["20000000", 20_000_000],
  ["10kB", 10_000],
  ["10KB", 10_000],
  ["10MB", 10_000_000],
  ["10 mb", 10_000_000],
  ["10MiB", 10_485_760],
  ["1GB", 1_000_000_000],
  ["1.5GB", 1_500_000_000],
  ["0", 0],
  ["disabled", "disabled"],
])("the size %s is read as %s", (text, limit) => {
  expect(parseLimit(text, "bytes")).toBe(limit);
});

test.each(["", "-1", "10 apples", "MB", "10%", "1e400", "99999999999999999999", "none"])(
  "%j is not a size",
  (text) => {
    expect(parseLimit(text, "bytes")).toBe(null);
  },
);

test.each([
  ["20", 20],
  ["0", 0],
  ["disabled", "disabled"],
])("the number of layers %s is read as %s", (text, limit) => {
  expect(parseLimit(text, "layers")).toBe(limit);
});

test.each(["", "-1", "1.5", "2e1", "20MB", "many", "99999999999999999999"])(
  "%j is not a number of layers",
  (text) => {
    expect(parseLimit(text, "layers")).toBe(null);
  },
);
