import { expect, test } from "vitest";
import { bounded } from "../../src/ink/bounded.js";

test("a result that is used often is computed once, and an unused result is dropped beyond the limit", () => {
  const computed: string[] = [];
  const length = bounded(2, (text) => {
    computed.push(text);
    return text.length;
  });
  const texts = ["a", "bb", "a", "ccc", "a", "dddd", "a", "eeeee", "bb"];
  expect(texts.map(length)).toEqual(texts.map((text) => text.length));
  // `a` was used between all other texts, `bb` was not.
  expect(computed).toEqual(["a", "bb", "ccc", "dddd", "eeeee", "bb"]);
});
