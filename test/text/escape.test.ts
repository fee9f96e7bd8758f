import { describe, expect, test } from "vitest";
import { escapePath, escapeText, rawBytes, rawPath } from "../../src/text/escape.js";

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

describe("escapeText", () => {
  test("shows each control character as \\xhh, in lower case", () => {
    for (const code of [...range(0, 0x1f), ...range(0x7f, 0x9f)]) {
      expect(escapeText(String.fromCharCode(code))).toBe(`\\x${code.toString(16).padStart(2, "0")}`);
    }
  });

  test("shows each bidi control and each lone surrogate as \\u{hhhh}", () => {
    const bidi = [0x61c, 0x200e, 0x200f, ...range(0x202a, 0x202e), ...range(0x2066, 0x2069)];
    for (const code of [...bidi, 0xd800, 0xdfff]) {
      expect(escapeText(String.fromCharCode(code))).toBe(`\\u{${code.toString(16).padStart(4, "0")}}`);
    }
  });

  test("leaves other text unchanged", () => {
    for (const text of ["a b\\n", "é 日本 👩‍👩‍👧", "\u00a0\u200b\u2028"]) expect(escapeText(text)).toBe(text);
  });
});

test("escapePath also shows a backslash as two, and a byte that is not UTF-8 as \\xhh", () => {
  expect(escapePath(rawPath("a\\b\x1b\u202eé"))).toBe("a\\\\b\\x1b\\u{202e}é");
  expect(escapePath(rawBytes(Buffer.from([0x61, 0xff, 0xc3, 0x28, 0xc3, 0xa9])))).toBe("a\\xff\\xc3(é");
});
