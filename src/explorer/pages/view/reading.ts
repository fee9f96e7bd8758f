import type { Area } from "../../drawing/area.js";
import { AROUND, type Content, covers, endOf, isReadToEnd, lineStart, withWindowOn } from "./file-content.js";
import { bytesPerRow, hexTopAt } from "./hex.js";
import { linesKnown, markBefore } from "./line-index.js";
import { filling, placeAway, placeOf, shownRange, wrapping } from "./text-places.js";
import type { ViewPage } from "./view-page.js";

/** A range of a file's bytes, without the byte at `to`. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** Returns the page as near to its goal as possible, and requests the bytes that it needs next. */
export function towardsGoal(page: ViewPage, area: Area): ViewPage {
  if (page.mode === null || page.content.size === 0) return page;
  if (page.goal?.to === "line") return towardsLine(page, page.goal.line, area);
  const offset = target(page);
  if (offset === null) return withReading(page, unindexed(page.content, page.content.size));
  if (page.mode === "text" && !isReadToEnd(page.content) && offset >= page.content.known)
    return withReading(page, unindexed(page.content, offset + AROUND));
  const content = withWindowOn(page.content, required(page, offset));
  const at = arrived({ ...page, content }, offset, area);
  return withReading(at, missing(at, target(at) ?? offset));
}

/**
 * Returns the page on its way to a line, from 0 on. When the offset of the line is known, the page moves
 * there. If the line does not exist, the page moves to the end.
 */
function towardsLine(page: ViewPage, line: number, area: Area): ViewPage {
  const { lines, known, size } = page.content;
  if (page.failed !== null) return { ...page, goal: null };
  if (isReadToEnd(page.content) && line >= linesKnown(lines))
    return towardsGoal({ ...page, goal: { to: "bottom" } }, area);
  if (line > lines.open.line) return withReading(page, unindexed(page.content, size));
  const mark = markBefore(lines, "line", Math.max(line - 1, 0));
  const range = { from: mark.from, to: Math.min(mark.from + AROUND, known) };
  const content = withWindowOn(page.content, range);
  const offset = lineStart(content, mark, line);
  if (offset === null) return withReading({ ...page, content }, range);
  return towardsGoal({ ...page, content, goal: { to: "top", offset } }, area);
}

/** Returns the page without a goal. Bytes that were only needed for the goal are no longer requested. */
export function stopped(page: ViewPage): ViewPage {
  if (page.goal === null) return page;
  const { known } = page.content;
  return { ...page, goal: null, reading: { ...page.reading, from: known, to: known }, done: 0 };
}

/** Returns the offset of the first byte on the screen. */
export function shownOffset({ mode, top, hexTop }: Pick<ViewPage, "mode" | "top" | "hexTop">): number {
  return mode === "hex" ? hexTop : top.from;
}

/** Returns the byte that must be on the screen; `null` if the whole file must be read to find it. */
function target(page: ViewPage): number | null {
  const { goal, mode, content } = page;
  if (goal === null || goal.to === "line") return shownOffset(page);
  const last = Math.max(content.size - 1, 0);
  if (goal.to !== "bottom") return Math.min(goal.offset, last);
  return mode === "hex" || isReadToEnd(content) ? last : null;
}

/** Returns the bytes that must be read so that all lines up to a place are known. */
function unindexed({ known, size }: Content, to: number): Range {
  return { from: known, to: Math.min(to, size) };
}

/** Returns the bytes that are needed to show a byte and its surroundings: from the nearest known row on. */
function required({ content, mode }: ViewPage, offset: number): Range {
  const half = AROUND / 2;
  if (mode === "hex") return { from: Math.max(offset - half, 0), to: Math.min(offset + half, content.size) };
  const mark = markBefore(content.lines, "from", Math.max(offset - half, 0)).from;
  return { from: mark, to: Math.min(offset + half, content.known) };
}

/**
 * Returns the bytes to read next, so that the next moves need not wait; `null` if all of them are in memory.
 */
function missing(page: ViewPage, offset: number): Range | null {
  const { window, size, known } = page.content;
  const wanted = { from: Math.max(offset - AROUND, 0), to: Math.min(offset + AROUND, size) };
  if (covers(window, wanted)) return null;
  const end = endOf(window);
  // A window grows only around the visible rows. A distant place gets a window of its own.
  const near = offset - shownOffset(page) <= AROUND;
  if (near && window.from <= wanted.from && end > offset)
    return { from: end, to: Math.min(offset + 2 * AROUND, size) };
  const most = page.mode === "hex" ? size : known;
  return { from: Math.max(offset - 2 * AROUND, 0), to: Math.min(offset + 2 * AROUND, most) };
}

/** Returns the page with a range being read: by its current job, if that will reach the range. */
function withReading(page: ViewPage, range: Range | null): ViewPage {
  const { reading, done } = page;
  // A range that cannot be read is not requested again.
  if (page.failed !== null) return { ...page, goal: null };
  if (range === null || range.from >= range.to) return page;
  // The same range is not read twice in a row.
  if (reading.from === range.from && reading.to === range.to) return page;
  const going = reading.from + done < reading.to;
  if (going && reading.from <= range.from && reading.to >= range.to) return page;
  return { ...page, reading: { ...reading, ...range }, done: 0 };
}

/** Returns the page at its goal, if the bytes around it are in memory. */
function arrived(page: ViewPage, offset: number, area: Area): ViewPage {
  const { goal, content } = page;
  if (goal === null || goal.to === "line" || !covers(content.window, required(page, offset))) return page;
  const there = { ...page, goal: null };
  if (goal.to === "match" && isShown(page, offset, area)) return there;
  if (page.mode === "hex") {
    const before = goal.to === "match" ? Math.floor(area.rows / 3) * bytesPerRow(content.size, area) : 0;
    return { ...there, hexTop: hexTopAt(Math.max(offset - before, 0), content.size, area) };
  }
  const layout = wrapping(page, area);
  const place = placeOf(layout, offset) ?? page.top;
  const top = goal.to === "match" ? placeAway(layout, place, -Math.floor(area.rows / 3)) : place;
  return { ...there, top: filling(layout, top, area.rows) };
}

function isShown(page: ViewPage, offset: number, area: Area): boolean {
  const { mode, hexTop, content, top } = page;
  if (mode === "hex")
    return offset >= hexTop && offset < hexTop + area.rows * bytesPerRow(content.size, area);
  const { from, to } = shownRange(wrapping(page, area), top, area.rows);
  return offset >= from && offset < to;
}
