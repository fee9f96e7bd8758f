import { expect, test } from "vitest";
import { asciiText, isAsciiLocale } from "../../src/text/ascii.js";
import { escapeText } from "../../src/text/escape.js";

test.each([
  ["╭ Layers ─ 2 ──╮", "+ Layers - 2 --+"],
  ["│ ▾ etc → usr │", "| v etc > usr |"],
  ["███▍", "###."],
  ["−3 · 2×…", "-3 . 2x..."],
])("the program's own signs in %j become ASCII of the same width, except the ellipsis", (text, ascii) => {
  expect(asciiText(escapeText(text))).toBe(ascii);
});

test("other characters become their code points", () => {
  expect(asciiText(escapeText("é日👍"))).toBe("\\u{00e9}\\u{65e5}\\u{1f44d}");
});

test.each([
  [{}, false],
  [{ LANG: "C.UTF-8" }, false],
  [{ LANG: "de_DE.utf8@euro" }, false],
  [{ LANG: "en_US" }, false],
  [{ LANG: "C" }, true],
  [{ LANG: "POSIX" }, true],
  [{ LANG: "de_DE.ISO-8859-1" }, true],
  [{ LANG: "C.UTF-8", LC_CTYPE: "C" }, true],
  [{ LANG: "C", LC_CTYPE: "C", LC_ALL: "C.UTF-8" }, false],
  [{ LANG: "C.UTF-8", LC_ALL: "" }, false],
])("the locale of %j has ASCII only: %s", (env, ascii) => {
  expect(isAsciiLocale(env)).toBe(ascii);
});
