import { expect, test } from "vitest";
import { shellLine } from "../../src/text/shell-words.js";

test.each([
  [["python3", "app.py"], "python3 app.py"],
  [["/bin/sh", "-c", "echo $A && ls"], "/bin/sh -c 'echo $A && ls'"],
  [["printf", "it's", ""], "printf 'it'\\''s' ''"],
  [["serve", "…"], "serve …"],
  [[], ""],
])("the words %j are the line %s", (words, line) => {
  expect(shellLine(words)).toBe(line);
});
