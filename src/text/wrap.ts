import wrapAnsi from "wrap-ansi";
import type { Printable } from "./escape.js";

// ASCII and signs of our own: one column each.
const NARROW = /^[\x20-\x7e·×→−…]*$/;

/**
 * A text in lines of `columns` at most, broken between words, and within one that is longer than a line. The text is
 * all there: only the spaces at which it is broken are gone.
 */
export function wrapText(text: Printable, columns: number): Printable[] {
  const width = Math.max(columns, 1);
  return NARROW.test(text) ? wrapNarrow(text, width) : wrapWide(text, width);
}

/** A label may be a megabyte long: measuring each of its characters takes too long for a key. */
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
