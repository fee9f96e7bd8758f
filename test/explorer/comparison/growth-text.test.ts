import { expect, test } from "vitest";
import { growthText } from "../../../src/explorer/comparison/growth-text.js";

test.each([
  [1234, "+1.23kB"],
  [-34, "−34B"],
  [0, "0B"],
])("a growth of %d bytes is %s", (bytes, text) => {
  expect(growthText(bytes)).toBe(text);
});
