import type { Advice } from "../../analysis/advice/advice.js";
import type { Printable } from "../../text/escape.js";
import { type Move, moved, scrolled } from "../list.js";
import type { State } from "../state.js";
import type { WasteRow } from "./grouping.js";
import { listedCount, wasteRows } from "./shown-waste.js";
import { wrappedAdvice } from "./wrapped-advice.js";

/** Columns of the number of copies: more where a group has 1,000 or more. */
const LEAST_COUNT_COLUMNS = 5;
/** The lines on which the rows of the waste list are drawn: a row with an advice may have several lines. */
export interface WasteLines {
  readonly count: number;
  /** The first line of a row; the number of lines for a row beyond the last one. */
  lineOf(row: number): number;
  /** The row that a line belongs to, and the number of the line within that row, from 0. */
  rowAt(line: number): { readonly row: number; readonly part: number };
}

/** `1,234×`: how many copies a group has. */
export function countText(count: number): string {
  return `${count.toLocaleString("en")}×`;
}

/** Columns of the longest `countText` in the list. */
export function countColumns(state: State): number {
  return Math.max(countText(wasteRows(state).mostCopies).length, LEAST_COUNT_COLUMNS);
}

/** Columns before the text of a group that is about a layer: bytes, number of copies, mark, layer. */
function columnsBefore(state: State): number {
  const layerColumns = String(state.subject.analysis.image.layers.length - 1).length;
  return 8 + countColumns(state) + 3 + layerColumns + 1;
}

/** An advice in lines for a pane of some columns: the first line is behind the figures of its group, the others behind an indent. */
export function adviceLines(state: State, advice: Advice, columns: number): readonly Printable[] {
  return wrappedAdvice(advice, columns, columnsBefore(state));
}

/** The lines of the list as it is shown, in a pane of some columns: of waste, or of the differences between two images. */
export function wasteLines(state: State, columns: number): WasteLines {
  const rows = state.subject.comparison === null ? wasteRows(state) : null;
  const count = listedCount(state);
  if (rows === null || rows.groups === null)
    return { count, lineOf: (row) => row, rowAt: (row) => ({ row, part: 0 }) };
  const further = state.subject.furtherLines(rows.groups, columns, columnsBefore(state));
  const all = count + further[rows.groups.length];
  const lineOf = (row: number) => (row >= count ? all : row + further[groupsBefore(rows.at(row))]);
  return {
    count: all,
    lineOf,
    rowAt: (line) => {
      let [low, high] = [0, Math.max(count - 1, 0)];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (lineOf(middle) <= line) low = middle;
        else high = middle - 1;
      }
      return { row: low, part: line - lineOf(low) };
    },
  };
}

/** How many groups have all of their advice above a row. */
function groupsBefore(row: WasteRow | null): number {
  if (row === null) return 0;
  if ("group" in row) return row.index;
  return row.inGroup === null ? 0 : row.inGroup + 1;
}

/** The top that shows all lines of a row, if the window has room for them; the window moves as little as possible. */
export function scrolledTo(
  top: number,
  { count, lineOf }: WasteLines,
  { row, height }: { readonly row: number; readonly height: number },
): number {
  const [first, last] = [lineOf(row), Math.max(lineOf(row + 1) - 1, 0)];
  const end = scrolled(top, Math.max(last, first), { count, height });
  return scrolled(end, first, { count, height });
}

interface MoveOptions {
  /** How many rows the list has. */
  readonly count: number;
  /** Lines of the window. */
  readonly height: number;
}

/** The row that a move leads to: up and down go by rows, pages and half pages by lines, but at least by one row. */
export function movedBy(
  row: number,
  move: Move,
  { lineOf, rowAt, count: lines }: WasteLines,
  { count, height }: MoveOptions,
): number {
  const isByLines = /^(page|half)-/.test(move);
  if (!isByLines) return moved(row, move, { count, height });
  const to = rowAt(moved(lineOf(row), move, { count: lines, height })).row;
  const next = move.endsWith("-up") ? Math.min(to, row - 1) : Math.max(to, row + 1);
  return Math.max(Math.min(next, count - 1), 0);
}

/** The row nearest to the cursor's row that has all of its lines in a window. */
export function rowInWindow(
  { count, lineOf, rowAt }: WasteLines,
  row: number,
  { top, height }: { readonly top: number; readonly height: number },
): number {
  if (lineOf(row) < top) {
    const first = rowAt(top);
    return first.part > 0 && lineOf(first.row + 1) < count ? first.row + 1 : first.row;
  }
  const last = rowAt(Math.min(top + height, count) - 1).row;
  if (row <= last && lineOf(row + 1) <= top + height) return row;
  return lineOf(last + 1) > top + height ? Math.max(last - 1, 0) : last;
}

/** The first row and the number of rows that have all of their lines in a window; the row at its top if none has. */
export function rowsInWindow(
  { count, lineOf, rowAt }: WasteLines,
  { top, height }: { readonly top: number; readonly height: number },
): { readonly first: number; readonly rows: number } {
  const { row, part } = rowAt(top);
  const first = part > 0 ? row + 1 : row;
  const end = Math.min(top + height, count);
  const last = rowAt(end - 1).row;
  const after = lineOf(last + 1) <= end ? last + 1 : last;
  return after > first ? { first, rows: after - first } : { first: row, rows: 1 };
}
