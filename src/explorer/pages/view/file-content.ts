import { withoutReturn } from "../../../text/crlf.js";
import {
  indexed,
  type LineIndex,
  markBefore,
  NO_LINES,
  rowAfter,
  rowsIn,
  type TextRow,
} from "./line-index.js";

/** A range of a file in memory. */
export interface LoadedBytes {
  /** The offset of its first byte. */
  readonly from: number;
  readonly bytes: Buffer;
}

/**
 * The part of a file that is in memory, and the index of its lines, as far as the file was read from its
 * start.
 */
export interface Content {
  /** Bytes of the file. */
  readonly size: number;
  /** Bytes that were read from the start, whether or not they are still in memory. */
  readonly known: number;
  readonly lines: LineIndex;
  /** The bytes that can be shown. */
  readonly window: LoadedBytes;
  /** The bytes that were read last at another place. */
  readonly aside: LoadedBytes;
}

/** The maximum size of a window in bytes. */
export const WINDOW = 4 * 1024 * 1024;
/** Bytes before the visible rows that are kept when a window moves. */
const BEHIND = 1024 * 1024;
/** Bytes that are read around a place, enough for any screen. */
export const AROUND = 512 * 1024;

const NOTHING: LoadedBytes = { from: 0, bytes: Buffer.alloc(0) };

/** Returns the content of a file before the first read. */
export function unread(size: number): Content {
  return { size, known: 0, lines: NO_LINES, window: NOTHING, aside: NOTHING };
}

/** Returns true if the whole file was read once, so that all its lines are known. */
export function isReadToEnd({ known, size }: Content): boolean {
  return known >= size;
}

/** Returns true if the whole file is in memory. */
export function isLoaded({ window, size }: Content): boolean {
  return window.from === 0 && window.bytes.length >= size;
}

/** Returns the offset of the byte after a range. */
export function endOf({ from, bytes }: LoadedBytes): number {
  return from + bytes.length;
}

/** Returns true if a range contains all bytes from `from` to `to`. */
export function covers(range: LoadedBytes, { from, to }: { from: number; to: number }): boolean {
  return range.from <= from && endOf(range) >= to;
}

/**
 * Returns the content after more was read. `shown` is the offset of the first visible byte; the bytes around
 * it are kept.
 */
export function withBytes(content: Content, { from, bytes }: LoadedBytes, shown: number): Content {
  const known = from === content.known ? from + bytes.length : content.known;
  const lines = from === content.known ? indexed(content.lines, bytes) : content.lines;
  const next = { ...content, known, lines };
  if (from === endOf(content.window)) {
    const window = dropped(joined(content.window, bytes), shown - BEHIND);
    if (window.bytes.length <= WINDOW) return { ...next, window };
  }
  const { aside } = content;
  const read = from === endOf(aside) ? joined(aside, bytes) : { from, bytes };
  return { ...next, aside: dropped(read, endOf(read) - WINDOW / 2) };
}

/** Returns the content with `aside` as its window, if only `aside` covers the range. */
export function withWindowOn(content: Content, range: { from: number; to: number }): Content {
  if (covers(content.window, range) || !covers(content.aside, range)) return content;
  return { ...content, window: content.aside, aside: NOTHING };
}

/** Returns the bytes of the window from an offset on. */
export function bytesFrom({ window }: Content, from: number): Buffer {
  return window.bytes.subarray(Math.max(from - window.from, 0));
}

/** Returns the bytes of a row, without the newline; in a CRLF file without the carriage return, too. */
export function rowBytes(content: Content, row: TextRow): Buffer {
  const bytes = bytesFrom(content, row.from);
  const after = rowAfter(row, bytes);
  const end = after === null ? bytes.length : after.from - row.from;
  if (after === null || after.continues) return bytes.subarray(0, end);
  const line = bytes.subarray(0, end - 1);
  return content.lines.bare ? line : withoutReturn(line);
}

/** Returns the next row; `null` at the end, and if its beginning is not in memory. */
export function following(content: Content, row: TextRow): TextRow | null {
  const after = rowAfter(row, bytesFrom(content, row.from));
  return after === null || after.from >= endOf(content.window) ? null : after;
}

/** Returns the row with a number, or with an offset; `null` if the bytes before it are not in memory. */
export function rowAt(content: Content, by: "from" | "row", place: number): TextRow | null {
  const mark = markBefore(content.lines, by, place);
  if (mark.from < content.window.from || mark.from >= endOf(content.window)) return null;
  let row = mark;
  for (const next of rowsOn(content, mark)) {
    if (next[by] > place) return row;
    row = next;
  }
  return by === "from" || row.row === place ? row : null;
}

/**
 * Returns the beginning of a line, searched from an earlier row; `null` if the bytes between are not in
 * memory.
 */
export function lineStart(content: Content, from: TextRow, line: number): number | null {
  if (from.line === line && !from.continues) return from.from;
  if (from.from < content.window.from) return null;
  for (const row of rowsOn(content, from)) if (row.line === line) return row.from;
  return null;
}

/** Yields the rows before a row, the nearest first, as far as they are in memory. */
export function* preceding(content: Content, row: TextRow): Generator<TextRow, undefined> {
  for (let end = row; end.row > 0; ) {
    const mark = markBefore(content.lines, "row", end.row - 1);
    if (mark.from < content.window.from) return;
    const rows = [mark];
    for (const next of rowsOn(content, mark)) {
      if (next.row >= end.row) break;
      rows.push(next);
    }
    yield* rows.reverse();
    end = mark;
  }
}

/** Yields the rows after a row, as far as they are in memory. */
function* rowsOn(content: Content, row: TextRow): Generator<TextRow, undefined> {
  for (const next of rowsIn(bytesFrom(content, row.from), row)) {
    if (next.from >= endOf(content.window)) return;
    yield next;
  }
}

function joined(range: LoadedBytes, bytes: Buffer): LoadedBytes {
  return range.bytes.length === 0
    ? { from: endOf(range), bytes }
    : { from: range.from, bytes: Buffer.concat([range.bytes, bytes]) };
}

/** Returns the range without the bytes before `from`. */
function dropped(range: LoadedBytes, from: number): LoadedBytes {
  if (from <= range.from || range.bytes.length <= WINDOW / 2) return range;
  return { from, bytes: Buffer.from(range.bytes.subarray(from - range.from)) };
}
