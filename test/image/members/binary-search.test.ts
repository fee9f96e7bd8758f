import { describe, expect, test } from "vitest";
import { firstFrom, firstIndex } from "../../../src/image/members/binary-search.js";

const SORTED = [2, 3, 3, 7];

describe("in a sorted list", () => {
  test.each([
    [0, 0],
    [2, 0],
    [3, 1],
    [4, 3],
    [7, 3],
    [8, 4],
  ])("the first number that is at least %i has the index %i", (least, index) => {
    expect(firstFrom(SORTED, least)).toBe(index);
    expect(firstFrom(Int32Array.from(SORTED), least)).toBe(index);
    expect(firstIndex(SORTED.length, (i) => SORTED[i] >= least)).toBe(index);
  });

  test("every index of a long list is found", () => {
    for (let wanted = 0; wanted <= 1000; wanted++) expect(firstIndex(1000, (i) => i >= wanted)).toBe(wanted);
  });

  test("an empty list has only the index 0", () => {
    expect([firstFrom([], 1), firstIndex(0, () => true)]).toEqual([0, 0]);
  });
});
