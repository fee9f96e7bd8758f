import { expect, test } from "vitest";
import { isPattern } from "../../src/analysis/pattern-check.js";

test.each([
  ".env",
  "**/.git/**",
  "/usr/share/doc/**",
  "**/*.{map,ts}",
  "app/[id].js",
  "app/[(]x",
  "!(a|b)/x",
  "a\\[b",
])("means something: %s", (pattern) => {
  expect(isPattern(pattern)).toBe(true);
});

test.each(["", " ", "//", "**/{a,b", "**/[.git", "a)", "**/[z-a]", "!**/x"])(
  "means nothing that can be held against a path: %j",
  (pattern) => {
    expect(isPattern(pattern)).toBe(false);
  },
);
