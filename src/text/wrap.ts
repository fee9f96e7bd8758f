import wrapAnsi from "wrap-ansi";
import type { Printable } from "./escape.js";

// ASCII and signs of the program: one column each.
const NARROW = /^[\x20-\x7e·×→−…]*$/;

/**
 * Breaks a text into lines of at most `columns`, between words, or within a word that is longer than a line.
 * Only the spaces at the breaks are removed.
 */
export function wrapText(text: Printable, columns: number): Printable[] {
  const width = Math.max(columns, 1);
  return NARROW.test(text) ? wrapNarrow(text, width) : wrapWide(text, width);
}

/**
 * Breaks a text of narrow characters. A label may be a megabyte long, and measuring each character would take
 * too long for a key.
 */
function wrapNarrow(text: string, columns: number): Printable[] {
  const lines: string[] = [];
  let at = 0;
  while (text.length - at > columns) {
    const space = text.slice(at, at + columns + 1).lastIndexOf(" ");
    const end = at + (space > 0 ? space : columns);
    lines.push(text.slice(at, end));
    at = space > 0 ? end + 1 : end;
  }
  return [...lines, text.slice(at)] as Printable[];
}

function wrapWide(text: string, columns: number): Printable[] {
  return wrapAnsi(text, columns, { hard: true }).split("\n") as Printable[];
}
