/** What Go writes in one letter, in the order of `LETTERS`. */
const SIGNS = ["\x07", "\b", "\f", "\n", "\r", "\t", "\v"];
const LETTERS = "abfnrtv";
const ESCAPE = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|([\s\S]))/g;

/**
 * The text of a string or a character as Go's `%q` writes it, given without its quotes. An escape that Go does not
 * write stands for its own character. Source: Go, strconv.Quote.
 */
export function goText(quoted: string): string {
  return quoted.replace(ESCAPE, (_, byte?: string, short?: string, long?: string, letter = "") => {
    const code = byte ?? short ?? long;
    if (code !== undefined) return characterOf(Number.parseInt(code, 16));
    return SIGNS[LETTERS.indexOf(letter)] ?? letter;
  });
}

/** The same string, in its quotes, with the escapes that JSON has. */
export function goStringAsJson(quoted: string): string {
  return quoted.replace(ESCAPE, (sign, byte?: string, _short?: string, long?: string, letter = "") =>
    byte !== undefined || long !== undefined || letter === "a" || letter === "v"
      ? JSON.stringify(goText(sign)).slice(1, -1)
      : sign,
  );
}

function characterOf(code: number): string {
  return code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code);
}
