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
])("%s means %s", (word, command) => {
  expect(nearest(word, COMMANDS)).toBe(command);
});

test("of two that are as near, the first", () => {
  expect(nearest("hosts", ["hosta", "hostb"])).toBe("hosta");
});
