import type { Advice } from "../../analysis/advice/advice.js";
import { withCommas } from "../../text/count.js";
import type { Printable } from "../../text/escape.js";
import { type Move, moved, scrolled } from "../list.js";
import type { State } from "../state.js";
import type { WasteRow } from "./grouping.js";
import { listedCount, wasteRows } from "./shown-waste.js";
import { wrappedAdvice } from "./wrapped-advice.js";

/** Columns for the number of copies; more if a group has 1,000 or more. */
const LEAST_COUNT_COLUMNS = 5;
/** The lines of the rows in the waste list: a row with an advice may have several lines. */
export interface WasteLines {
  readonly count: number;
  /** Returns the first line of a row. For a row after the last one, returns the number of lines. */
  lineOf(row: number): number;
  /** Returns the row of a line, and the number of the line within that row, from 0. */
  rowAt(line: number): { readonly row: number; readonly part: number };
}

/** Returns `1,234×`: the number of copies of a group. */
export function countText(count: number): string {
  return `${withCommas(count)}×`;
}

/** Returns the columns of the longest `countText` in the list. */
export function countColumns(state: State): number {
  return Math.max(countText(wasteRows(state).mostCopies).length, LEAST_COUNT_COLUMNS);
}

/**
 * Returns the columns before the text of a group that is about a layer: bytes, number of copies, mark, layer.
 */
function columnsBefore(state: State): number {
  const layerColumns = String(state.subject.analysis.image.layers.length - 1).length;
  return 8 + countColumns(state) + 3 + layerColumns + 1;
}

/**
 * Wraps an advice to a pane of some columns: the first line follows the numbers of its group, the others are
 * indented.
 */
export function adviceLines(state: State, advice: Advice, columns: number): readonly Printable[] {
  return wrappedAdvice(advice, columns, columnsBefore(state));
}

/**
 * Returns the lines of the list in a pane of some columns: of waste, or of the differences between two
 * images.
 */
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

/** Returns the number of groups whose complete advice is above a row. */
function groupsBefore(row: WasteRow | null): number {
  if (row === null) return 0;
  if ("group" in row) return row.index;
  return row.inGroup === null ? 0 : row.inGroup + 1;
}

/**
 * Returns the first visible line so that all lines of a row are visible, if they fit. The list scrolls as
 * little as possible.
 */
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
  /** The number of rows of the list. */
  readonly count: number;
  /** Lines of the window. */
  readonly height: number;
}

/**
 * Returns the row after a move. Up and down move by rows; pages and half pages move by lines, but at least by
 * one row.
 */
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

/** Returns the row nearest to the cursor's row that is completely visible. */
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

/**
 * Returns the first row and the number of rows that are completely visible; the row at the top if there is
 * none.
 */
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
