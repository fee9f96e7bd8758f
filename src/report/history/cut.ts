import { characterColumns } from "./width.js";

const ASCII = /^[\0-\x7f]*$/;

/**
 * `text`, or where it is wider than `columns`: its longest beginning of one column less, and `…`. Widths are
 * added up a code point, never a grapheme. Rule: docker/cli, `formatter.Ellipsis`.
 */
export function cut(text: string, columns: number): string {
  if (ASCII.test(text)) return text.length > columns ? `${text.slice(0, columns - 1)}…` : text;
  let used = 0;
  let fits = 0;
  for (const character of text) {
    used += characterColumns(character);
    if (used > columns) return `${text.slice(0, fits)}…`;
    if (used < columns) fits += character.length;
  }
  return text;
}
