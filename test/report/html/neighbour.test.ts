import { expect, test } from "vitest";
import { neighbour } from "../../../src/report/html/page/treemap.js";

/*
 *   a a b
 *   a a c
 *   d e e
 */
const BOXES = [
  { name: "a", x: 0, y: 0, width: 20, height: 20 },
  { name: "b", x: 20, y: 0, width: 10, height: 10 },
  { name: "c", x: 20, y: 10, width: 10, height: 10 },
  { name: "d", x: 0, y: 20, width: 10, height: 10 },
  { name: "e", x: 10, y: 20, width: 20, height: 10 },
];

test.each([
  ["a", "ArrowRight", "b"],
  ["a", "ArrowDown", "d"],
  ["a", "ArrowLeft", null],
  ["c", "ArrowLeft", "a"],
  ["c", "ArrowUp", "b"],
  ["c", "ArrowDown", "e"],
  ["e", "ArrowUp", "a"],
  ["e", "ArrowLeft", "d"],
  ["c", "Home", "a"],
  ["a", "End", "e"],
  ["a", "x", null],
])("from the box %s, the key %s leads to %s", (from, key, to) => {
  const box = BOXES.find(({ name }) => name === from) ?? BOXES[0];
  expect(neighbour(BOXES, box, key)?.name ?? null).toBe(to);
});
