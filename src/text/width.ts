import stringWidth from "string-width";
import { escapeText, type Printable } from "./escape.js";

// ASCII, arrows, lines, blocks and the other signs of the program, all one column wide. This test is fast:
// measuring Unicode takes 20 ms the first time.
const PLAIN =
  /^[\x20-\x7e\u00b7\u00d7\u2026\u2190-\u2193\u2212\u23ce\u2500-\u259f\u25b8\u25be\u2713\u2717]*$/;

/** Returns the number of columns of a text on a terminal. Styles take none. */
export function textColumns(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}

/**
 * Returns the text, or as much of its beginning as fits in `columns`, followed by `…`. The text has no
 * styles.
 */
export function cutEnd(text: string, columns: number): string {
  if (textColumns(text) <= columns) return text;
  if (PLAIN.test(text)) return `${text.slice(0, Math.max(columns - 1, 0))}…`;
  let kept = "";
  let used = 1;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    used += stringWidth(segment);
    if (used > columns) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Returns the text, or as much of its end as fits in `columns`, after a mark. The text has no styles. */
export function cutStart(text: string, columns: number, mark = "…"): string {
  if (textColumns(text) <= columns) return text;
  const room = Math.max(columns - textColumns(mark), 0);
  if (PLAIN.test(text)) return mark + text.slice(text.length - room);
  let kept = "";
  let used = 0;
  for (const { segment } of [...new Intl.Segmenter().segment(text)].reverse()) {
    used += textColumns(segment);
    if (used > room) break;
    kept = segment + kept;
  }
  return mark + kept;
}

/** Returns the text, filled with spaces at the end to `columns`. */
export function padEnd(text: string, columns: number): string {
  return text + " ".repeat(Math.max(columns - textColumns(text), 0));
}

/** Returns the text, filled with spaces at the start to `columns`. */
export function padStart(text: string, columns: number): string {
  return " ".repeat(Math.max(columns - textColumns(text), 0)) + text;
}

/**
 * Returns the text with characters that take no column of their own as `\u{hhhh}`: zero-width spaces, soft
 * hyphens, marks without a letter. They are legal in names, but they make different names look the same, and
 * Ink draws each of them in a cell. Joiners and marks within a character stay unchanged.
 */
export function withoutInvisible(text: Printable): Printable {
  if (!/[\p{Default_Ignorable_Code_Point}\p{Format}\p{Mark}]/u.test(text)) return text;
  const parts = [...new Intl.Segmenter().segment(text)].map(({ segment }) =>
    textColumns(segment) === 0 ? [...segment].map(code).join("") : segment,
  );
  return escapeText(parts.join(""));
}

function code(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}}`;
}
