import type { Area } from "../layout.js";
import { AROUND, type Content, covers, endOf, isFileWhole, lineStart, settledAt } from "./file-content.js";
import { bytesARow, hexTopAt } from "./hex.js";
import { linesKnown, markBefore } from "./line-index.js";
import { filling, placeAway, placeOf, shownRange, wrapping } from "./text-places.js";
import type { ViewPage } from "./view-page.js";

/** Bytes of a file, `to` not among them. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** The page where it can be by now, with what it needs next being read. */
export function settledView(page: ViewPage, area: Area): ViewPage {
  if (page.mode === null || page.content.size === 0) return page;
  if (page.goal?.to === "line") return settledAtLine(page, page.goal.line, area);
  const offset = target(page);
  if (offset === null) return withReading(page, unindexed(page.content, page.content.size));
  if (page.mode === "text" && !isFileWhole(page.content) && offset >= page.content.known)
    return withReading(page, unindexed(page.content, offset + AROUND));
  const content = settledAt(page.content, required(page, offset));
  const at = arrived({ ...page, content }, offset, area);
  return withReading(at, missing(at, target(at) ?? offset));
}

/** The page on its way to a line, from 0 on: as soon as its offset is known it goes there. Beyond the end it goes to the end. */
function settledAtLine(page: ViewPage, line: number, area: Area): ViewPage {
  const { lines, known, size } = page.content;
  if (page.failed !== null) return { ...page, goal: null };
  if (isFileWhole(page.content) && line >= linesKnown(lines))
    return settledView({ ...page, goal: { to: "bottom" } }, area);
  if (line > lines.open.line) return withReading(page, unindexed(page.content, size));
  const mark = markBefore(lines, "line", Math.max(line - 1, 0));
  const range = { from: mark.from, to: Math.min(mark.from + AROUND, known) };
  const content = settledAt(page.content, range);
  const offset = lineStart(content, mark, line);
  if (offset === null) return withReading({ ...page, content }, range);
  return settledView({ ...page, content, goal: { to: "top", offset } }, area);
}

/** The page, going nowhere, and reading nothing that was only wanted for that. */
export function stopped(page: ViewPage): ViewPage {
  if (page.goal === null) return page;
  const { known } = page.content;
  return { ...page, goal: null, reading: { ...page.reading, from: known, to: known }, done: 0 };
}

/** Offset of the first byte on the screen. */
export function shownOffset({ mode, top, hexTop }: Pick<ViewPage, "mode" | "top" | "hexTop">): number {
  return mode === "hex" ? hexTop : top.from;
}

/** The byte that has to be on the screen; `null` if only the whole file shows where it is. */
function target(page: ViewPage): number | null {
  const { goal, mode, content } = page;
  if (goal === null || goal.to === "line") return shownOffset(page);
  const last = Math.max(content.size - 1, 0);
  if (goal.to !== "bottom") return Math.min(goal.offset, last);
  return mode === "hex" || isFileWhole(content) ? last : null;
}

/** What has to be read for the lines up to a place to be known. */
function unindexed({ known, size }: Content, to: number): Range {
  return { from: known, to: Math.min(to, size) };
}

/** What has to be at hand to show a byte and what is around it: the way to it from a row that is known. */
function required({ content, mode }: ViewPage, offset: number): Range {
  const half = AROUND / 2;
  if (mode === "hex") return { from: Math.max(offset - half, 0), to: Math.min(offset + half, content.size) };
  const mark = markBefore(content.lines, "from", Math.max(offset - half, 0)).from;
  return { from: mark, to: Math.min(offset + half, content.known) };
}

/** What is to be read, so that the next moves find it; `null` where all of it is at hand. */
function missing(page: ViewPage, offset: number): Range | null {
  const { window, size, known } = page.content;
  const wanted = { from: Math.max(offset - AROUND, 0), to: Math.min(offset + AROUND, size) };
  if (covers(window, wanted)) return null;
  const end = endOf(window);
  // A window grows only around the visible rows: a place further on gets a window of its own.
  const near = offset - shownOffset(page) <= AROUND;
  if (near && window.from <= wanted.from && end > offset)
    return { from: end, to: Math.min(offset + 2 * AROUND, size) };
  const most = page.mode === "hex" ? size : known;
  return { from: Math.max(offset - 2 * AROUND, 0), to: Math.min(offset + 2 * AROUND, most) };
}

/** The page with a range being read: by the job that it has, where that comes to it. */
function withReading(page: ViewPage, range: Range | null): ViewPage {
  const { reading, done } = page;
  // What cannot be read is not waited for.
  if (page.failed !== null) return { ...page, goal: null };
  if (range === null || range.from >= range.to) return page;
  // What was read just now and did not help is not read again and again.
  if (reading.from === range.from && reading.to === range.to) return page;
  const going = reading.from + done < reading.to;
  if (going && reading.from <= range.from && reading.to >= range.to) return page;
  return { ...page, reading: { ...reading, ...range }, done: 0 };
}

/** The page at its goal, where all around it is at hand. */
function arrived(page: ViewPage, offset: number, area: Area): ViewPage {
  const { goal, content } = page;
  if (goal === null || goal.to === "line" || !covers(content.window, required(page, offset))) return page;
  const there = { ...page, goal: null };
  if (goal.to === "match" && isShown(page, offset, area)) return there;
  if (page.mode === "hex") {
    const before = goal.to === "match" ? Math.floor(area.rows / 3) * bytesARow(content.size, area) : 0;
    return { ...there, hexTop: hexTopAt(Math.max(offset - before, 0), content.size, area) };
  }
  const layout = wrapping(page, area);
  const place = placeOf(layout, offset) ?? page.top;
  const top = goal.to === "match" ? placeAway(layout, place, -Math.floor(area.rows / 3)) : place;
  return { ...there, top: filling(layout, top, area.rows) };
}

function isShown(page: ViewPage, offset: number, area: Area): boolean {
  const { mode, hexTop, content, top } = page;
  if (mode === "hex") return offset >= hexTop && offset < hexTop + area.rows * bytesARow(content.size, area);
  const { from, to } = shownRange(wrapping(page, area), top, area.rows);
  return offset >= from && offset < to;
}
