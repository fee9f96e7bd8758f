import type { Printable } from "./escape.js";

/** The ASCII replacement of each sign that the program prints. Arrows and bars still take one column. */
const SIGNS: ReadonlyMap<string, string> = new Map([
  ...pairs("─━", "-"),
  ...pairs("│┃", "|"),
  ...pairs("╭╮╰╯├┤┬┴┼┌┐└┘", "+"),
  ...pairs("█▉▊▋▌", "#"),
  ...pairs("▍▎▏", "."),
  ...pairs("▸→›", ">"),
  ...pairs("▾↓", "v"),
  ...pairs("↑", "^"),
  ...pairs("←", "<"),
  ...pairs("−–—", "-"),
  ...pairs("·•", "."),
  ...pairs("×", "x"),
  ...pairs("✓", "*"),
  ...pairs("✗", "x"),
  ...pairs("░", ":"),
  ["⏎", "enter"],
  ["…", "..."],
]);

function pairs(signs: string, stand: string): [string, string][] {
  return [...signs].map((sign) => [sign, stand]);
}

/**
 * Returns a text for a terminal without UTF-8. The program's own signs are replaced with ASCII, all other
 * characters become `\u{hhhh}`.
 */
export function asciiText(text: Printable): Printable {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return [...text]
    .map((char) => (char >= " " && char <= "~" ? char : (SIGNS.get(char) ?? code(char))))
    .join("") as Printable;
}

function code(char: string): string {
  return `\\u{${(char.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}}`;
}

/**
 * Returns true if the locale says that the terminal shows no UTF-8: `LC_ALL`, else `LC_CTYPE`, else `LANG` is
 * C, POSIX, or names another charset. If none of them is set, the result is false: containers and ssh
 * sessions often have none. Source: locale(7).
 */
export function isAsciiLocale(env: Readonly<Record<string, string | undefined>>): boolean {
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((value) => value !== undefined && value !== "");
  if (locale === undefined) return false;
  const charset = /^[^.@]*\.([^@]*)/.exec(locale)?.[1];
  if (charset === undefined) return locale === "C" || locale === "POSIX";
  return !/^utf-?8$/i.test(charset);
}
