import { describe, expect, test } from "vitest";
import { glyphsWithin, wraps } from "../../../../src/explorer/pages/view/glyphs.js";

/** Returns the text in some columns of a row, from the column `left` on. */
function shown(bytes: Buffer | string, left = 0, columns = 80): string {
  return [...glyphsWithin(Buffer.from(bytes), left, columns)].map((glyph) => glyph.text).join("");
}

describe("a row of a file on the screen", () => {
  test("control characters in a file are escaped", () => {
    expect(shown("\x1b[31mred\x07\r")).toBe("\\x1b[31mred\\x07\\x0d");
    expect(shown("a\u202eb\u009bc")).toBe("a\\u{202e}b\\x9bc");
  });

  test("each byte that is not UTF-8 is escaped", () => {
    expect(shown(Buffer.from([0x61, 0xff, 0xc3, 0x28, 0xe6, 0xbc]))).toBe("a\\xff\\xc3(\\xe6\\xbc");
  });

  test("a tab ends at the next eighth column", () => {
    expect(shown("\ta\tbcdefgh\ti")).toBe("        a       bcdefgh i");
    expect(shown("é\té\t漢\tx")).toBe("é       é       漢      x");
  });

  test("combining characters and emoji sequences are one glyph", () => {
    expect(
      [...glyphsWithin(Buffer.from("e\u0301👩‍👩‍👧x"), 0, 80)].map(({ text, columns, at }) => [
        text,
        columns,
        at,
      ]),
    ).toEqual([
      ["e\u0301", 1, 0],
      ["👩‍👩‍👧", 2, 3],
      ["x", 1, 21],
    ]);
  });

  test("a scrolled row begins at its column, with spaces in place of half a character", () => {
    expect(shown("abcdef", 2, 3)).toBe("cde");
    expect(shown("漢字漢字", 1, 4)).toBe(" 字 ");
    expect(shown("\tab", 6, 3)).toBe("  a");
    expect(shown("abc", 3, 5)).toBe("");
  });
});

describe("a row that is wrapped", () => {
  test("a row is wrapped where its columns end", () => {
    expect(wraps(Buffer.from("abcdefg"), 3)).toEqual([0, 3, 6]);
    expect(wraps(Buffer.from("abcdef"), 3)).toEqual([0, 3]);
    expect(wraps(Buffer.from(""), 3)).toEqual([0]);
  });

  test("wrapping never divides a wide character or an escape", () => {
    expect(wraps(Buffer.from("a漢字b"), 4)).toEqual([0, 4]);
    expect(wraps(Buffer.from("ab\x1bc"), 4)).toEqual([0, 2, 3]);
  });
});
