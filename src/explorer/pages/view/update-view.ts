import { isBinary } from "../../../text/binary.js";
import type { Area } from "../../drawing/area.js";
import type { Job, News } from "../../jobs/job.js";
import { halfPage, type Move } from "../../list.js";
import { decoded, type Encoding, encodingOf, LONGEST_DECODED } from "./encoding.js";
import { endOf, isLoaded, rowBytes, unread, withBytes } from "./file-content.js";
import { glyphsWithin } from "./glyphs.js";
import { bytesPerRow, hexTopAt } from "./hex.js";
import { languageOf } from "./language.js";
import { NO_LINES } from "./line-index.js";
import { shownOffset, stopped, towardsGoal } from "./reading.js";
import { found, isSearching } from "./search-in-file.js";
import { filling, placeAway, placesFrom, wrapping } from "./text-places.js";
import type { Decoded, TextPlace, ViewPage } from "./view-page.js";

/** Columns of one step to the side. */
const SIDEWAYS = 16;
/** The maximum size in bytes of a text whose words are coloured. */
export const LONGEST_COLOURED = 256 * 1024;

/** Returns the page after a move. The end of a big file is shown when it was read. */
export function movedView(page: ViewPage, to: Move, area: Area): ViewPage {
  if (page.mode === null) return page;
  if (to === "top") return towardsGoal({ ...stopped(page), goal: { to: "top", offset: 0 } }, area);
  if (to === "bottom") return towardsGoal({ ...stopped(page), goal: { to: "bottom" } }, area);
  const away = Math.max(area.rows - 1, 1);
  const half = halfPage(area.rows);
  const by = {
    up: -1,
    down: 1,
    "page-up": -away,
    "page-down": away,
    "half-up": -half,
    "half-down": half,
  }[to];
  const still = stopped(page);
  if (page.mode === "hex") {
    const { size, window } = page.content;
    const bytes = bytesPerRow(size, area);
    const wanted = hexTopAt(Math.max(page.hexTop + by * bytes, 0), size, area);
    const within = wanted >= window.from && Math.min(wanted + area.rows * bytes, size) <= endOf(window);
    return towardsGoal(
      within ? { ...still, hexTop: wanted } : { ...still, goal: { to: "top", offset: wanted } },
      area,
    );
  }
  const layout = wrapping(page, area);
  const top = filling(layout, placeAway(layout, page.top, by), area.rows);
  return towardsGoal({ ...still, top }, area);
}

/** Moves the page to the side, if a line continues there. */
export function movedSideways(page: ViewPage, by: 1 | -1, area: Area): ViewPage {
  if (page.mode !== "text" || page.wrap) return page;
  const left = Math.max(page.left + by * SIDEWAYS, 0);
  if (by < 0) return { ...page, left };
  const rows = [...placesFrom(wrapping(page, area), page.top, area.rows)];
  const more = rows.some((row) => glyphsWithin(rowBytes(page.content, row), left, 1).next().done !== true);
  return more ? { ...page, left } : page;
}

export function toggledWrap(page: ViewPage, area: Area): ViewPage {
  const wrapped = { ...page, wrap: !page.wrap, left: 0, top: { ...page.top, wrapped: 0 } };
  if (page.mode !== "text") return wrapped;
  return towardsGoal({ ...wrapped, top: filling(wrapping(wrapped, area), wrapped.top, area.rows) }, area);
}

/** Switches between hex and text, at the same place. */
export function toggledHex(page: ViewPage, area: Area): ViewPage {
  if (page.mode === null) return page;
  if (page.decoded !== null) return toggledDecoded(page, page.decoded, area);
  const offset = shownOffset(page);
  const still = stopped(page);
  if (page.mode === "text")
    return towardsGoal({ ...still, mode: "hex", hexTop: hexTopAt(offset, page.content.size, area) }, area);
  return towardsGoal(coloured({ ...still, mode: "text", goal: { to: "top", offset } }), area);
}

/**
 * For a text that is not UTF-8, the hex view shows the file's own bytes. Their offsets differ, so it begins
 * at the start.
 */
function toggledDecoded(page: ViewPage, { raw, text }: Decoded, area: Area): ViewPage {
  const mode = page.mode === "text" ? "hex" : "text";
  const content = mode === "hex" ? raw : text;
  const still = { ...stopped(page), mode, content, search: null, hexTop: 0, top: START } as const;
  return towardsGoal(still, area);
}

const START: TextPlace = { ...NO_LINES.open, wrapped: 0 };

/** Adjusts the page to an area of another size, in which lines may be wrapped at other places. */
export function resizedView(page: ViewPage, area: Area): ViewPage {
  if (page.mode === null) return page;
  if (page.mode === "hex")
    return towardsGoal({ ...page, hexTop: hexTopAt(page.hexTop, page.content.size, area) }, area);
  const top = filling(wrapping(page, area), { ...page.top, wrapped: 0 }, area.rows);
  return towardsGoal({ ...page, top }, area);
}

/** Returns the page after its running work was stopped; `null` if there is none. */
export function stoppedView(page: ViewPage): ViewPage | null {
  if (page.goal !== null) return stopped(page);
  const { search } = page;
  if (search === null) return null;
  return isSearching(page) ? { ...page, search: { ...search, job: null } } : { ...page, search: null };
}

/** Returns the jobs of the page. */
export function viewJobs({ reading, search, colouring }: ViewPage): Job[] {
  return [reading, search?.job ?? null, colouring].filter((job) => job !== null);
}

/** Returns the page after a result of one of its jobs. */
export function viewWithNews(page: ViewPage, job: Job, news: News, area: Area): ViewPage {
  switch (news.of) {
    case "read": {
      const content = withBytes(page.content, news, shownOffset(page));
      const done = news.from + news.bytes.length - page.reading.from;
      return towardsGoal(coloured(recognised({ ...page, content, done })), area);
    }
    case "search":
      return towardsGoal(found(page, news.matches), area);
    case "colour":
      return { ...page, words: [...page.words, ...news.words] };
    case "failure":
      return job.kind === "colour" ? page : { ...page, failed: news.why, goal: null };
    default:
      return page;
  }
}

/**
 * Chooses text or hex by the first bytes. A text that is not UTF-8 is recognized when it was read completely.
 */
function recognised(page: ViewPage): ViewPage {
  const { content } = page;
  if (page.decoded === null && content.size <= LONGEST_DECODED && isLoaded(content)) {
    const { bytes } = content.window;
    const encoding = encodingOf(bytes);
    if (encoding !== null) return asDecoded(page, encoding, bytes);
  }
  if (page.mode !== null) return page;
  return { ...page, mode: isBinary(page.content.window.bytes) ? "hex" : "text" };
}

function asDecoded(page: ViewPage, encoding: Encoding, bytes: Buffer): ViewPage {
  const utf8 = decoded(bytes, encoding);
  const text = withBytes(unread(utf8.length), { from: 0, bytes: utf8 }, 0);
  const known = { encoding, raw: page.content, text };
  return { ...page, decoded: known, content: text, mode: "text", top: START, hexTop: 0, search: null };
}

/** Starts to colour the words of a text, if it is in a known language. */
function coloured(page: ViewPage): ViewPage {
  const { content, mode, colouring, name } = page;
  if (mode !== "text" || colouring !== null || !isLoaded(content) || content.size > LONGEST_COLOURED)
    return page;
  const { bytes } = content.window;
  const language = languageOf(name, bytes);
  return language === null ? page : { ...page, colouring: { kind: "colour", language, bytes } };
}
