import { expect, test } from "vitest";
import { wildcard } from "../../../src/cli/audit/wildcard.js";

test.each([
  ["*", "", true],
  ["*", "team/app", true],
  ["team/*", "team/app/api", true],
  ["team/*", "other/app", false],
  ["team/*", "team", false],
  ["*/api", "team/app/api", true],
  ["v*.1", "v1.1", true],
  ["v*1*1", "v11", true],
  ["v*1*1", "v1", false],
  ["ab*ba", "aba", false],
  ["a.c*", "abc", false],
  ["latest", "latest", true],
  ["latest", "latest2", false],
])("* stands for any characters: %s and %j", (pattern, text, matches) => {
  expect(wildcard(pattern)(text)).toBe(matches);
});

test("a pattern of many stars takes no longer than its text", () => {
  expect(wildcard(`${"a*".repeat(1000)}b`)("a".repeat(100_000))).toBe(false);
});
