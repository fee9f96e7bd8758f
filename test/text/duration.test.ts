import { expect, test } from "vitest";
import { durationText } from "../../src/text/duration.js";

test.each([
  [500_000_000, "500ms"],
  [1_000_000_000, "1s"],
  [90_000_000_000, "1m30s"],
  [3_600_000_000_000, "60m"],
])("%d nanoseconds are %s", (nanoseconds, text) => {
  expect(durationText(nanoseconds)).toBe(text);
});
