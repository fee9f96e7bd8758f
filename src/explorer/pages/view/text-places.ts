import type { Area } from "../../drawing/area.js";
import { type Content, endOf, following, preceding, rowAt, rowBytes } from "./file-content.js";
import { wraps } from "./glyphs.js";
import { linesKnown, type TextRow } from "./line-index.js";
import type { TextPlace } from "./view-page.js";

/** The settings for wrapping rows of a text to rows of the screen. */
export interface Wrapping {
  readonly content: Content;
  /** The columns for text. */
  readonly columns: number;
  readonly wrap: boolean;
  /** Results of `wrapStarts`, by the row's offset: a frame needs them many times. */
  readonly starts: Map<number, readonly number[]>;
}

const LEAST_DIGITS = 3;

/** Returns the columns of the line numbers, with the space after them. */
export function gutterColumns({ lines }: Content): number {
  return Math.max(String(linesKnown(lines)).length, LEAST_DIGITS) + 1;
}

/** Returns the wrapping of a page's text in its area. */
export function wrapping(page: { content: Content; wrap: boolean }, { columns }: Area): Wrapping {
  const text = Math.max(columns - 1 - gutterColumns(page.content), 1);
  return { content: page.content, columns: text, wrap: page.wrap, starts: new Map() };
}

/** Returns the offsets, within the row's bytes, at which its rows of the screen begin. */
export function wrapStarts({ content, columns, wrap, starts }: Wrapping, row: TextRow): readonly number[] {
  if (!wrap) return UNWRAPPED;
  const known = starts.get(row.from) ?? wraps(rowBytes(content, row), columns);
  starts.set(row.from, known);
  return known;
}

const UNWRAPPED = [0];

/** Returns the next row of the screen; `null` at the end of the bytes that were read. */
function placeAfter(wrapping: Wrapping, place: TextPlace): TextPlace | null {
  if (place.wrapped + 1 < wrapStarts(wrapping, place).length) return { ...place, wrapped: place.wrapped + 1 };
  const row = following(wrapping.content, place);
  return row === null ? null : { ...row, wrapped: 0 };
}

/** Returns the row of the screen some rows further down or up, as far as bytes were read. */
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

/** Returns the row of the screen with a byte; `null` if it is not in memory. */
export function placeOf(wrapping: Wrapping, offset: number): TextPlace | null {
  const row = rowAt(wrapping.content, "from", offset);
  if (row === null) return null;
  const starts = wrapStarts(wrapping, row);
  const after = starts.findIndex((start) => row.from + start > offset);
  return { ...row, wrapped: (after < 0 ? starts.length : after) - 1 };
}

/** Yields the rows of the screen from a place on, at most `height`. */
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

/** Returns the bytes on the screen from a place on. */
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

/** Returns the place, or an earlier one from which the screen is full. */
export function filling(wrapping: Wrapping, place: TextPlace, height: number): TextPlace {
  let rows = 0;
  for (const _ of placesFrom(wrapping, place, height)) rows++;
  return rows < height ? placeAway(wrapping, place, rows - height) : place;
}
