import { expect, test } from "vitest";
import { counted } from "../../src/text/count.js";

test("one thing is singular, none and many are plural, thousands have a comma", () => {
  expect([0, 1, 2, 9412].map((count) => counted(count, "file"))).toEqual([
    "0 files",
    "1 file",
    "2 files",
    "9,412 files",
  ]);
  expect([1, 2].map((count) => counted(count, "copy", "copies"))).toEqual(["1 copy", "2 copies"]);
});
