import { firstIndex } from "../../../image/members/binary-search.js";
import { hasBareNewline } from "../../../text/crlf.js";

/**
 * The maximum length of a row in bytes. A longer line is split into several rows, so that no action takes
 * time for a whole long line.
 */
export const LONGEST = 4096;

/** A row of a text: a line, or a part of a very long one. */
export interface TextRow {
  /** Its number, from 0. */
  readonly row: number;
  /** The number of its line, from 0. */
  readonly line: number;
  /** The offset of its first byte in the file. */
  readonly from: number;
  /** True if it continues the line of the row before. */
  readonly continues: boolean;
}

/** An index of the rows of a file, as far as it was read: the start of a row for every few kilobytes. */
export interface LineIndex {
  /** Some rows, sorted by offset. The first one has offset 0. */
  readonly marks: readonly TextRow[];
  /** The minimum number of bytes between two marks. */
  readonly spacing: number;
  /** The row whose end was not read yet. */
  readonly open: TextRow;
  /** The bytes of that row that were read. */
  readonly rest: Buffer;
  /** True if a newline without a carriage return was read. */
  readonly bare: boolean;
  /** The byte that was read last; 0 for none. */
  readonly last: number;
}

const START: TextRow = { row: 0, line: 0, from: 0, continues: false };
const SPACING = 16 * 1024;
const MOST_MARKS = 16 * 1024;
const NEWLINE = 0x0a;

export const NO_LINES: LineIndex = {
  marks: [START],
  spacing: SPACING,
  open: START,
  rest: Buffer.alloc(0),
  bare: false,
  last: 0,
};

/** Returns the index after more of the file was read: the bytes after the indexed ones. */
export function indexed(index: LineIndex, bytes: Buffer): LineIndex {
  const all = index.rest.length === 0 ? bytes : Buffer.concat([index.rest, bytes]);
  const marks = [...index.marks];
  let { spacing, open } = index;
  let next = marks[marks.length - 1].from + spacing;
  for (const row of rowsIn(all, open)) {
    open = row;
    if (row.from < next) continue;
    marks.push(row);
    if (marks.length > MOST_MARKS) spacing = thin(marks, spacing);
    next = marks[marks.length - 1].from + spacing;
  }
  // A copy, so that the small part does not keep the whole chunk in memory.
  return {
    marks,
    spacing,
    open,
    rest: Buffer.from(all.subarray(open.from - index.open.from)),
    bare: index.bare || hasBareNewline(bytes, index.last),
    last: bytes.at(-1) ?? index.last,
  };
}

/** Returns the number of lines of a file that was read so far. */
export function linesKnown({ open, rest }: LineIndex): number {
  return open.line + (rest.length > 0 || open.continues ? 1 : 0);
}

/** Returns the last mark at or before a place: an offset, or the number of a row or a line. */
export function markBefore({ marks }: LineIndex, by: "from" | "row" | "line", place: number): TextRow {
  return marks[Math.max(firstIndex(marks.length, (i) => marks[i][by] > place) - 1, 0)];
}

/** Returns the next row, if `bytes` (from the row's first byte on) contain its end; else `null`. */
export function rowAfter(row: TextRow, bytes: Buffer): TextRow | null {
  return rowsIn(bytes.subarray(0, LONGEST + 2), row).next().value ?? null;
}

/**
 * Yields the rows after `first`, as far as the bytes, which begin with it, contain the ends of the rows
 * before.
 */
export function* rowsIn(bytes: Buffer, first: TextRow): Generator<TextRow, undefined> {
  let row = first;
  let newline = -1;
  for (let at = 0; ; at = row.from - first.from) {
    if (newline < at) newline = bytes.indexOf(NEWLINE, at);
    if (newline < 0) newline = Number.POSITIVE_INFINITY;
    if (newline - at <= LONGEST) {
      row = { row: row.row + 1, line: row.line + 1, from: first.from + newline + 1, continues: false };
    } else {
      // The next byte decides if the line ends here.
      if (bytes.length - at <= LONGEST) return;
      const from = first.from + cut(bytes, at + LONGEST);
      row = { row: row.row + 1, line: row.line, from, continues: true };
    }
    yield row;
  }
}

/** Returns the place, or the first byte of the UTF-8 sequence around it. */
function cut(bytes: Buffer, at: number): number {
  for (let back = 0; back < 4; back++) if ((bytes[at - back] & 0xc0) !== 0x80) return at - back;
  return at;
}

/**
 * Removes every second mark.
 * @returns the new spacing
 */
function thin(marks: TextRow[], spacing: number): number {
  const kept = marks.filter((_, at) => at % 2 === 0);
  marks.splice(0, marks.length, ...kept);
  return spacing * 2;
}
