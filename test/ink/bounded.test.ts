import { expect, test } from "vitest";
import { bounded } from "../../src/ink/bounded.js";

test("a result is computed once while it is used, and no more than twice the limit are kept", () => {
  const computed: string[] = [];
  const length = bounded(2, (text) => {
    computed.push(text);
    return text.length;
  });
  const asked = ["a", "bb", "a", "ccc", "a", "dddd", "a", "eeeee", "bb"];
  expect(asked.map(length)).toEqual(asked.map((text) => text.length));
  // `a` was requested again and again, `bb` was not.
  expect(computed).toEqual(["a", "bb", "ccc", "dddd", "eeeee", "bb"]);
});
