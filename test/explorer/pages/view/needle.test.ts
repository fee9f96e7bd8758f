import { expect, test } from "vitest";
import { find, hexNeedle } from "../../../../src/explorer/pages/view/needle.js";

function places(needle: string, text: string | Buffer): number[] {
  return find(needle, Buffer.from(text), 100, 10);
}

test("a search finds every match, as an offset in the file", () => {
  expect(places("ab", "ab cab")).toEqual([100, 104]);
});

test("a lower-case text ignores case, and an upper-case letter makes the search case-sensitive", () => {
  expect(places("ab", "AB aB ab")).toEqual([100, 103, 106]);
  expect(places("Ab", "AB Ab ab")).toEqual([103]);
});

test("special characters of regular expressions are plain characters", () => {
  expect(places("a.c", "abc a.c")).toEqual([104]);
  expect(places("[*", "x[*")).toEqual([101]);
});

test("letters outside of ASCII are found", () => {
  expect(places("é漢", "e é漢")).toEqual([102]);
});

test("a search stops at the requested number of matches", () => {
  expect(find("a", Buffer.from("aaaa"), 0, 2)).toEqual([0, 1]);
});

test("in the hex view, pairs of digits are bytes, and everything else and text in quotes is text", () => {
  expect([hexNeedle("7f 45 4c"), hexNeedle("0x7F454C")]).toEqual(
    Array(2).fill(Buffer.from([0x7f, 0x45, 0x4c])),
  );
  expect([hexNeedle('"cafe"'), hexNeedle("caf"), hexNeedle("hello")]).toEqual(["cafe", "caf", "hello"]);
});
