import { expect, test } from "vitest";
import { nearest } from "../../src/text/nearest.js";

const COMMANDS = ["inspect", "history", "ci", "waste", "tree", "find", "cat", "completion"];

test.each([
  ["histroy", "history"],
  ["inspct", "inspect"],
  ["wsate", "waste"],
  ["tre", "tree"],
  ["CAT", "cat"],
  ["complation", "completion"],
  ["ic", "ci"],
  ["image.tar", null],
  ["x", null],
  ["flask", null],
])("the nearest command for %s is %s", (word, command) => {
  expect(nearest(word, COMMANDS)).toBe(command);
});

test("the first of two equally near names is suggested", () => {
  expect(nearest("hosts", ["hosta", "hostb"])).toBe("hosta");
});
