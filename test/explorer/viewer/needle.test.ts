import { expect, test } from "vitest";
import { find } from "../../../src/explorer/viewer/needle.js";

function places(needle: string, text: string | Buffer): number[] {
  return find(needle, Buffer.from(text), 100, 10);
}

test("a text is found at every place, as offsets in the file", () => {
  expect(places("ab", "ab cab")).toEqual([100, 104]);
});

test("lower case finds either case, a capital only itself", () => {
  expect(places("ab", "AB aB ab")).toEqual([100, 103, 106]);
  expect(places("Ab", "AB Ab ab")).toEqual([103]);
});

test("what would mean something in a pattern means itself", () => {
  expect(places("a.c", "abc a.c")).toEqual([104]);
  expect(places("[*", "x[*")).toEqual([101]);
});

test("letters beyond ASCII are found by their bytes", () => {
  expect(places("é漢", "e é漢")).toEqual([102]);
});

test("no more matches are found than requested", () => {
  expect(find("a", Buffer.from("aaaa"), 0, 2)).toEqual([0, 1]);
});
