import stringWidth from "string-width";

// ASCII, arrows, lines, blocks and the other signs of our own, all one column wide: measuring Unicode costs 20 ms the
// first time, and then what a whole line costs else.
const PLAIN =
  /^[\x20-\x7e\u00b7\u00d7\u2026\u2190-\u2193\u2212\u23ce\u2500-\u259f\u25b8\u25be\u2713\u2717]*$/;

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

/** The text, or as much of its end as fits `columns` behind a mark. Without styles. */
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

/** The text, filled with spaces behind it to `columns`. */
export function padEnd(text: string, columns: number): string {
  return text + " ".repeat(Math.max(columns - textColumns(text), 0));
}

/** The text, filled with spaces before it to `columns`. */
export function padStart(text: string, columns: number): string {
  return " ".repeat(Math.max(columns - textColumns(text), 0)) + text;
}
