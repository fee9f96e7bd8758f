import { styledCharsFromTokens, tokenize } from "@alcalzone/ansi-tokenize";
import stringWidth from "string-width";
import { bounded } from "./bounded.js";

/** The number of complex lines that are kept, usually file names in other scripts. */
const KEPT = 2048;

const SGR = /\x1b\[[\d;]*m/g;

// Printable ASCII, letters of Latin, Greek and Cyrillic without combining marks, and signs of interfaces
// (arrows, boxes, blocks): each is one grapheme and one column wide.
const ONE_COLUMN =
  /^[\x20-\x7e\u00a1-\u00a8\u00aa-\u00ac\u00af-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2190-\u2193\u2212\u23ce\u2500-\u257f\u2580-\u259f\u25b8\u25be\u22ef]*$/;

/** Returns the columns of a line in which each character has one, else `null`. SGR sequences have none. */
export function simpleColumns(line: string): number | null {
  const shown = line.includes("\x1b") ? line.replace(SGR, "") : line;
  return ONE_COLUMN.test(shown) ? shown.length : null;
}

const measured = bounded(KEPT, (line) => stringWidth(line));

const placed = bounded(KEPT, (line) =>
  styledCharsFromTokens(tokenize(line)).reduce((sum, { value }) => sum + cellsOf(value), 0),
);

/** Returns the columns of a character in the grid of the output, where each character has at least one. */
export function cellsOf(character: string): number {
  return Math.max(1, simpleColumns(character) ?? measured(character));
}

/** Returns the columns of a line as string-width measures it. */
export function lineWidth(line: string): number {
  return simpleColumns(line) ?? measured(line);
}

/** Returns the columns of a line in the grid of the output. */
export function placedWidth(line: string): number {
  return simpleColumns(line) ?? placed(line);
}

/**
 * Returns the columns of the widest line of a text. Replaces the package `widest-line`, which measures each
 * text again in each frame.
 */
export default function widestLine(text: string): number {
  if (!text.includes("\n")) return lineWidth(text);
  return text.split("\n").reduce((widest, line) => Math.max(widest, lineWidth(line)), 0);
}
