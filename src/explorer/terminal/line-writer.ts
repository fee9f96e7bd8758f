import { textColumns } from "../../text/width.js";

/**
 * Turns frames into what has to be written so that the terminal shows them: it keeps the lines of the last frame and
 * writes only those that changed, each to its place. Ink has two writers of its own: one writes the whole screen on each frame, the other
 * erases behind each line, which in xterm takes away the last cell of a line that fills the screen: there the cursor
 * stays on that cell.
 */
export class LineWriter {
  #lines: readonly string[] = [];

  /** The screen was cleared. */
  forget(): void {
    this.#lines = [];
  }

  /** The output that shows a frame on a screen; empty if nothing changed. */
  frame(frame: string, columns: number): string {
    const before = this.#lines;
    const lines = frame.split("\n");
    const count = Math.max(before.length, lines.length);
    this.#lines = lines;
    let out = "";
    for (let row = 0; row < count; row++) {
      const line = lines[row] ?? "";
      if (line !== (before[row] ?? "")) out += `\x1b[${row + 1};1H\x1b[0m${lineBytes(line, columns)}`;
    }
    return out;
  }
}

// One column on every terminal: letters of Latin, Greek and Cyrillic that are one character each, and signs of our own.
const ONE_COLUMN =
  /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2013\u2026\u2190-\u2193\u2212\u23ce\u2500-\u259f\u25b8\u25be]*$/;

const STYLES = /\x1b\[[\d;]*m/g;
const ERASE_LINE = "\x1b[2K";
const ERASE_REST = "\x1b[K";

/** Writes a line over the old content of its row. */
function lineBytes(line: string, columns: number): string {
  const text = line.replace(STYLES, "");
  if (!ONE_COLUMN.test(text)) return ERASE_LINE + placed(line);
  // What fills the screen covers all that was there.
  return text.length < columns ? line + ERASE_REST : line;
}

/** A line in which each character that terminals may see as wider or narrower is followed by a move to the column behind it. */
function placed(line: string): string {
  let out = "";
  let column = 1;
  for (const [part, text] of line.matchAll(/\x1b\[[\d;]*m|([^\x1b]+)/g)) {
    if (text === undefined) {
      out += part;
      continue;
    }
    for (const { segment } of new Intl.Segmenter().segment(text)) {
      column += textColumns(segment);
      out += ONE_COLUMN.test(segment) ? segment : `${segment}\x1b[${column}G`;
    }
  }
  return out;
}
