import stringWidth from "string-width";

// ASCII and the marks of our own, all one column wide: measuring Unicode costs 20 ms the first time.
const PLAIN = /^[\x20-\x7e·→✓✗…█▉▊▋▌▍▎▏░]*$/;

/** Columns that a text takes on a terminal; styles take none. */
export function textColumns(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}

/** The text, or as much of its beginning as fits `columns` with a `…` behind it. Without styles. */
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

/** The text, filled with spaces behind it to `columns`. */
export function padEnd(text: string, columns: number): string {
  return text + " ".repeat(Math.max(columns - textColumns(text), 0));
}

/** The text, filled with spaces before it to `columns`. */
export function padStart(text: string, columns: number): string {
  return " ".repeat(Math.max(columns - textColumns(text), 0)) + text;
}
