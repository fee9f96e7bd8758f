import { expect, test } from "vitest";
import { type Move, moved, scrolled } from "../../src/explorer/list.js";

const SIZES = { count: 100, height: 20 };

test.each<[Move, number]>([
  ["page-down", 69],
  ["page-up", 31],
  ["half-down", 60],
  ["half-up", 40],
  ["down", 51],
  ["up", 49],
  ["top", 0],
  ["bottom", 99],
])(
  "the move %s: a page keeps one row of the page before, half a page is half of the visible rows",
  (move, to) => {
    expect(moved(50, move, SIZES)).toBe(to);
  },
);

test("no move leaves the list, and a page moves by at least one row", () => {
  expect([moved(95, "page-down", SIZES), moved(5, "page-up", SIZES)]).toEqual([99, 0]);
  expect([moved(0, "up", { count: 0, height: 5 }), moved(0, "bottom", { count: 0, height: 5 })]).toEqual([
    0, 0,
  ]);
  expect([
    moved(5, "page-down", { count: 9, height: 1 }),
    moved(5, "half-down", { count: 9, height: 1 }),
  ]).toEqual([6, 6]);
});

test("a list scrolls as little as possible, and leaves no gap at its end", () => {
  expect(scrolled(10, 15, SIZES)).toBe(10);
  expect(scrolled(10, 5, SIZES)).toBe(5);
  expect(scrolled(10, 35, SIZES)).toBe(16);
  expect(scrolled(90, 95, SIZES)).toBe(80);
});
