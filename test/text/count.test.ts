import { expect, test } from "vitest";
import { counted } from "../../src/text/count.js";

test("a count of 1 is singular, 0 and all others are plural, and thousands have a comma", () => {
  expect([0, 1, 2, 9412].map((count) => counted(count, "file"))).toEqual([
    "0 files",
    "1 file",
    "2 files",
    "9,412 files",
  ]);
  expect([1, 2].map((count) => counted(count, "copy", "copies"))).toEqual(["1 copy", "2 copies"]);
});

test("a count has a comma before each three digits, as toLocaleString writes it", () => {
  const counts = [
    0, 7, 99, 100, 999, 1000, 10_000, 123_456, 1_234_567, 9_007_199_254_740_991, -1, -1000, -123_456,
  ];
  expect(counts.map((count) => counted(count, "file", "files").split(" ")[0])).toEqual(
    counts.map((count) => count.toLocaleString("en")),
  );
});
