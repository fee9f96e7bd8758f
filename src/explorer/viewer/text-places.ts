import type { Area } from "../layout.js";
import { type Content, endOf, following, preceding, rowAt, rowBytes } from "./file-content.js";
import { wraps } from "./glyphs.js";
import { linesKnown, type TextRow } from "./line-index.js";
import type { TextPlace } from "./view-page.js";

/** How rows of a text become rows of the screen. */
export interface Wrapping {
  readonly content: Content;
  /** Columns that a row of the text has. */
  readonly columns: number;
  readonly wrap: boolean;
  /** What `wrapStarts` found, by the row's offset: it is needed many times while a frame is made. */
  readonly starts: Map<number, readonly number[]>;
}

const LEAST_DIGITS = 3;

/** Columns of the line numbers, with the space behind them. */
export function gutterColumns({ lines }: Content): number {
  return Math.max(String(linesKnown(lines)).length, LEAST_DIGITS) + 1;
}

/** How the text of a page is laid out in its area. */
export function wrapping(page: { content: Content; wrap: boolean }, { columns }: Area): Wrapping {
  const text = Math.max(columns - 1 - gutterColumns(page.content), 1);
  return { content: page.content, columns: text, wrap: page.wrap, starts: new Map() };
}

/** Offsets, within the row's bytes, of where its rows of the screen begin. */
export function wrapStarts({ content, columns, wrap, starts }: Wrapping, row: TextRow): readonly number[] {
  if (!wrap) return UNWRAPPED;
  const known = starts.get(row.from) ?? wraps(rowBytes(content, row), columns);
  starts.set(row.from, known);
  return known;
}

const UNWRAPPED = [0];

/** The next row of the screen; `null` at the end of the bytes that were read. */
function placeAfter(wrapping: Wrapping, place: TextPlace): TextPlace | null {
  if (place.wrapped + 1 < wrapStarts(wrapping, place).length) return { ...place, wrapped: place.wrapped + 1 };
  const row = following(wrapping.content, place);
  return row === null ? null : { ...row, wrapped: 0 };
}

/** The row of the screen some rows further down or up, as far as bytes were read. */
export function placeAway(wrapping: Wrapping, from: TextPlace, by: number): TextPlace {
  if (by < 0) return placeBack(wrapping, from, -by);
  let place = from;
  for (let left = by; left > 0; left--) {
    const next = placeAfter(wrapping, place);
    if (next === null) break;
    place = next;
  }
  return place;
}

function placeBack(wrapping: Wrapping, from: TextPlace, by: number): TextPlace {
  if (from.wrapped >= by) return { ...from, wrapped: from.wrapped - by };
  let left = by - from.wrapped;
  let place = { ...from, wrapped: 0 };
  for (const row of preceding(wrapping.content, from)) {
    const rows = wrapStarts(wrapping, row).length;
    if (rows >= left) return { ...row, wrapped: rows - left };
    left -= rows;
    place = { ...row, wrapped: 0 };
  }
  return place;
}

/** The row of the screen that shows a byte; `null` where it is not at hand. */
export function placeOf(wrapping: Wrapping, offset: number): TextPlace | null {
  const row = rowAt(wrapping.content, "from", offset);
  if (row === null) return null;
  const starts = wrapStarts(wrapping, row);
  const after = starts.findIndex((start) => row.from + start > offset);
  return { ...row, wrapped: (after < 0 ? starts.length : after) - 1 };
}

/** The rows of the screen from one on: as many as there are, `height` at most. */
export function* placesFrom(
  wrapping: Wrapping,
  first: TextPlace,
  height: number,
): Generator<TextPlace, undefined> {
  let place: TextPlace | null = first;
  for (let rows = 0; rows < height && place !== null; rows++) {
    yield place;
    place = placeAfter(wrapping, place);
  }
}

/** The bytes that the screen shows from a row of it on. */
export function shownRange(
  wrapping: Wrapping,
  first: TextPlace,
  height: number,
): { from: number; to: number } {
  const start = (place: TextPlace) => place.from + (wrapStarts(wrapping, place).at(place.wrapped) ?? 0);
  const beyond = [...placesFrom(wrapping, first, height + 1)].at(height);
  const end = beyond === undefined ? endOf(wrapping.content.window) : start(beyond);
  return { from: start(first), to: end };
}

/** The place, or one before it from which on the screen is full. */
export function filling(wrapping: Wrapping, place: TextPlace, height: number): TextPlace {
  let rows = 0;
  for (const _ of placesFrom(wrapping, place, height)) rows++;
  return rows < height ? placeAway(wrapping, place, rows - height) : place;
}
