import { textColumns } from "../text/width.js";
import type { Line } from "./line.js";

/** A line, cell by cell. */
export interface Cells {
  /** What stands in each column; empty in the second column of a wide character. */
  readonly texts: readonly string[];
  /** The SGR parameters that each is drawn with; empty for none. */
  readonly looks: readonly string[];
  /** Every character takes one column on every terminal: about others they differ, so none is written into their midst. */
  readonly isPlain: boolean;
}

// One column everywhere: letters of Latin, Greek and Cyrillic that are one character each, and signs of our own.
const ONE_COLUMN =
  /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2013\u2026\u2190-\u2193\u2212\u23ce\u2500-\u259f\u25b8\u25be]*$/;

/** Takes a line apart. */
export function cellsOf(line: Line): Cells {
  const texts: string[] = [];
  const looks: string[] = [];
  let look = "";
  let isPlain = true;
  for (const [, codes, text] of line.matchAll(/\x1b\[([\d;]*)m|([^\x1b]+)/g)) {
    if (text === undefined) {
      look = codes;
      continue;
    }
    const simple = ONE_COLUMN.test(text);
    isPlain &&= simple;
    for (const char of simple ? text : segments(text)) {
      texts.push(char);
      looks.push(look);
      for (let more = simple ? 1 : textColumns(char); more > 1; more--) {
        texts.push("");
        looks.push(look);
      }
    }
  }
  return { texts, looks, isPlain };
}

function segments(text: string): string[] {
  return [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
}

/** Cells that are the same and are written all the same: going around them takes as many bytes. */
const GAP = 8;

/** What has to be written so that row `row` (from 0) shows `after` where it showed `before`; `null`: nothing is known of it. */
export function changes(before: Cells | null, after: Cells, row: number): string {
  const columns = after.texts.length;
  if (before === null) return `\x1b[${row + 1};1H\x1b[m${written(after, 0, columns)}`;
  if (!before.isPlain || !after.isPlain || before.texts.length !== columns) {
    return `\x1b[${row + 1};1H\x1b[m\x1b[2K${written(after, 0, columns)}`;
  }
  let out = "";
  for (let from = 0; from < columns; from++) {
    if (isSame(before, after, from)) continue;
    let to = from + 1;
    for (let at = to; at < columns && at - to < GAP; at++) if (!isSame(before, after, at)) to = at + 1;
    out += `\x1b[${row + 1};${from + 1}H${written(after, from, to)}`;
    from = to - 1;
  }
  return out;
}

function isSame(before: Cells, after: Cells, column: number): boolean {
  return before.texts[column] === after.texts[column] && before.looks[column] === after.looks[column];
}

/** Cells as bytes: looks are off before and after them. */
function written({ texts, looks, isPlain }: Cells, from: number, to: number): string {
  let out = "";
  let look = "";
  for (let column = from; column < to; column++) {
    if (looks[column] !== look) {
      look = looks[column];
      out += look === "" ? "\x1b[m" : `\x1b[0;${look}m`;
    }
    out += texts[column];
    // Wherever the terminal believes to be behind it, what follows stands in its column.
    if (!isPlain && !ONE_COLUMN.test(texts[column])) out += `\x1b[${column + widthAt(texts, column) + 1}G`;
  }
  return look === "" ? out : `${out}\x1b[m`;
}

function widthAt(texts: readonly string[], column: number): number {
  let end = column + 1;
  while (end < texts.length && texts[end] === "") end++;
  return end - column;
}
