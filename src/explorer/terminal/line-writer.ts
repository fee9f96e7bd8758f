import { textColumns } from "../../text/width.js";

/**
 * Converts frames to terminal output. It keeps the lines of the last frame and writes only the lines that
 * changed, each to its place. Ink has two writers: one writes the whole screen for each frame. The other
 * erases after each line, which in xterm removes the last cell of a line that fills the screen, because the
 * cursor stays on that cell.
 */
export class LineWriter {
  #lines: readonly string[] = [];

  /** Call it after the screen was cleared. */
  forget(): void {
    this.#lines = [];
  }

  /** Returns the output that shows a frame on a screen; empty if nothing changed. */
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

// Characters of one column on every terminal: letters of Latin, Greek and Cyrillic that are one character
// each, and signs of the program.
const ONE_COLUMN =
  /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2013\u2026\u2190-\u2193\u2212\u23ce\u2500-\u259f\u25b8\u25be]*$/;

const STYLES = /\x1b\[[\d;]*m/g;
const ERASE_LINE = "\x1b[2K";
const ERASE_REST = "\x1b[K";

/** Returns the output that writes a line over the old content of its row. */
function lineBytes(line: string, columns: number): string {
  const text = line.replace(STYLES, "");
  if (!ONE_COLUMN.test(text)) return ERASE_LINE + placed(line);
  // A line that fills the screen replaces the whole old line.
  return text.length < columns ? line + ERASE_REST : line;
}

/** Returns a line in which each character of uncertain width is followed by a move to the next column. */
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
