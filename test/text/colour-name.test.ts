import { expect, test } from "vitest";
import { parseColour } from "../../src/text/colour-name.js";

test.each([
  ["black", { palette: 0 }],
  ["green", { palette: 2 }],
  ["Bright-Red", { palette: 9 }],
  ["bright-white", { palette: 15 }],
  ["0", { palette: 0 }],
  ["255", { palette: 255 }],
  ["#5fafFF", { rgb: [95, 175, 255] }],
  ["256", null],
  ["gren", null],
  ["#fff", null],
  ["#5fafff0", null],
  ["", null],
])("%j is the colour %j", (text, colour) => {
  expect(parseColour(text)).toEqual(colour);
});
