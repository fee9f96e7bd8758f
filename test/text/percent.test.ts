import { expect, test } from "vitest";
import { percentText } from "../../src/text/percent.js";

test.each([
  [0, "0%"],
  [0.9439, "94.39%"],
  [0.993993, "99.4%"],
  [1, "100%"],
])("a ratio of %d is written as %s", (ratio, text) => {
  expect(percentText(ratio)).toBe(text);
});

test("more decimals keep close ratios different", () => {
  expect(percentText(0.899999, 4)).toBe("89.9999%");
});
