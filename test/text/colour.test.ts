import { describe, expect, test } from "vitest";
import { coloursAllowed, palette, parseColour } from "../../src/text/colour.js";

const terminal = { isTTY: true };
const pipe = {};

describe("colours are allowed", () => {
  test.each([
    ["on a terminal", {}, terminal, true],
    ["not on a pipe", {}, pipe, false],
    ["not with NO_COLOR", { NO_COLOR: "1" }, terminal, false],
    ["with an empty NO_COLOR as without it", { NO_COLOR: "" }, terminal, true],
    ["not on a dumb terminal", { TERM: "dumb" }, terminal, false],
    ["on a pipe with FORCE_COLOR", { FORCE_COLOR: "1" }, pipe, true],
    ["with FORCE_COLOR before NO_COLOR", { FORCE_COLOR: "1", NO_COLOR: "1" }, pipe, true],
    ["not on a terminal with FORCE_COLOR=0", { FORCE_COLOR: "0" }, terminal, false],
  ])("%s", (_, env, output, allowed) => {
    expect(coloursAllowed(env, output)).toBe(allowed);
  });
});

test("a style encloses its text, and an empty text gets no style", () => {
  const { red, bold } = palette({ colour: true });
  expect([red("a"), bold("b"), red("")]).toEqual(["\x1b[31ma\x1b[39m", "\x1b[1mb\x1b[22m", ""]);
});

test("without colours a text is unchanged", () => {
  expect(palette({ colour: false }).red("a")).toBe("a");
});

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
