import { describe, expect, test } from "vitest";
import { type Edit, edited, inserted, type TypedText } from "../../../src/explorer/typing/typed-text.js";

/** Returns a text with a caret. `|` is the caret. */
function parsed(marked: string): TypedText {
  return { text: marked.replace("|", ""), caret: marked.indexOf("|") };
}

function shown({ text, caret }: TypedText): string {
  return `${text.slice(0, caret)}|${text.slice(caret)}`;
}

test.each<[from: string, edit: Edit, to: string]>([
  ["ab|c", "left", "a|bc"],
  ["|abc", "left", "|abc"],
  ["ab|c", "right", "abc|"],
  ["abc|", "right", "abc|"],
  ["ab|c", "home", "|abc"],
  ["ab|c", "end", "abc|"],
  ["a/bc d|", "word-left", "a/bc |d"],
  ["a/bc |d", "word-left", "a/|bc d"],
  ["|a/bc d", "word-right", "a|/bc d"],
  ["a|/bc d", "word-right", "a/bc| d"],
  ["ab|c", "erase-before", "a|c"],
  ["|abc", "erase-before", "|abc"],
  ["ab|c", "erase-after", "ab|"],
  ["abc|", "erase-after", "abc|"],
  ["./out/my-file|.tar", "erase-word-before", "./out/my-|.tar"],
  ["./out/|", "erase-word-before", "./|"],
  ["./out|/x", "erase-word-after", "./out|"],
  ["one two/three|!", "erase-to-space", "one |!"],
  ["one two  |!", "erase-to-space", "one |!"],
  ["one|!", "erase-to-start", "|!"],
  ["one|!", "erase-to-end", "one|"],
])("the text %s after the edit %s is %s", (from, edit, to) => {
  expect(shown(edited(parsed(from), edit))).toBe(to);
});

describe("characters of several code points", () => {
  const FAMILY = "👨‍👩‍👧";
  const ACCENT = "e\u0301";

  test.each([FAMILY, ACCENT, "日", "🇩🇪"])(
    "the caret moves over %s and erases it as one character",
    (character) => {
      expect(shown(edited(parsed(`a${character}|b`), "left"))).toBe(`a|${character}b`);
      expect(shown(edited(parsed(`a|${character}b`), "right"))).toBe(`a${character}|b`);
      expect(shown(edited(parsed(`a${character}|b`), "erase-before"))).toBe("a|b");
      expect(shown(edited(parsed(`a|${character}b`), "erase-after"))).toBe("a|b");
    },
  );
});

test("text is inserted at the caret", () => {
  expect(shown(inserted(parsed("a|b"), "日"))).toBe("a日|b");
});
