import { describe, expect, test } from "vitest";
import { cellsOf, changes } from "../../src/ui/cells.js";
import { lineOf, own, type Span, span } from "../../src/ui/line.js";

const COLOUR = { colour: true };

function line(columns: number, ...spans: readonly Span[]) {
  return cellsOf(lineOf(spans, columns, COLOUR));
}

const text = (chars: string, columns = 30) => line(columns, span(own(chars)));

/** What is written on the third row where `after` takes the place of `before`. */
function written(before: string, after: string): string {
  return changes(text(before), text(after), 2);
}

describe("changes()", () => {
  test("writes nothing where nothing changed", () => {
    expect(written("abc", "abc")).toBe("");
  });

  test("writes what changed to its place", () => {
    expect(written("one two", "one TWO")).toBe("\x1b[3;5HTWO");
  });

  test("writes two stretches apart, and over a gap that is shorter than going around it", () => {
    expect(written("a..............b", "A..............B")).toBe("\x1b[3;1HA\x1b[3;16HB");
    expect(written("a....b", "A....B")).toBe("\x1b[3;1HA....B");
  });

  test("writes blanks over what is gone", () => {
    expect(written("abc", "a")).toBe("\x1b[3;2H  ");
  });

  test("writes the whole line where nothing is known of it", () => {
    expect(changes(null, text("abc", 4), 0)).toBe("\x1b[1;1H\x1b[mabc ");
  });

  test("sets all looks of a stretch, and takes them off behind it", () => {
    const before = line(9, span(own("ab")), span(own("cdef"), "added"));
    const after = line(9, span(own("ab")), span(own("cdef"), "removed", "bold"));
    expect(changes(before, after, 0)).toBe("\x1b[1;3H\x1b[0;1;31mcdef\x1b[m");
  });

  test("begins in the midst of a styled stretch with its look", () => {
    const before = line(4, span(own("abcd"), "added"));
    const after = line(4, span(own("abXd"), "added"));
    expect(changes(before, after, 0)).toBe("\x1b[1;3H\x1b[0;32mX\x1b[m");
  });

  test("never writes into the midst of characters whose width terminals may see differently", () => {
    expect(written("日本 a", "日本 b")).toBe(`\x1b[3;1H\x1b[m\x1b[2K日\x1b[3G本\x1b[5G b${" ".repeat(24)}`);
    expect(written("e\u0301 a", "e a")).toBe(`\x1b[3;1H\x1b[m\x1b[2Ke a${" ".repeat(27)}`);
  });
});

test("cellsOf() gives a wide character two cells, and a combining one none", () => {
  expect(text("日e\u0301", 4)).toEqual({
    texts: ["日", "", "e\u0301", " "],
    looks: ["", "", "", ""],
    isPlain: false,
  });
});
