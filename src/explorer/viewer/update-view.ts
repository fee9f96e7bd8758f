import { isBinary } from "../../text/binary.js";
import type { Area } from "../layout.js";
import { halfPage, type Move } from "../list.js";
import { decoded, type Encoding, encodingOf, LONGEST_DECODED } from "./encoding.js";
import { endOf, isHeld, rowBytes, unread, withBytes } from "./file-content.js";
import { glyphsWithin } from "./glyphs.js";
import { bytesARow, hexTopAt } from "./hex.js";
import type { Job, News } from "./job.js";
import { languageOf } from "./language.js";
import { NO_LINES } from "./line-index.js";
import { settledView, shownOffset, stopped } from "./reading.js";
import { found, isSearching } from "./search-in-file.js";
import { filling, placeAway, placesFrom, wrapping } from "./text-places.js";
import type { Decoded, TextPlace, ViewPage } from "./view-page.js";

/** Columns that a key goes to the side. */
const SIDEWAYS = 16;
/** Bytes of the longest text whose words are coloured. */
export const LONGEST_COLOURED = 256 * 1024;

/** The page after a move; to the end of a big file it goes as soon as that is read. */
export function movedView(page: ViewPage, to: Move, area: Area): ViewPage {
  if (page.mode === null) return page;
  if (to === "top") return settledView({ ...stopped(page), goal: { to: "top", offset: 0 } }, area);
  if (to === "bottom") return settledView({ ...stopped(page), goal: { to: "bottom" } }, area);
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
    const bytes = bytesARow(size, area);
    const wanted = hexTopAt(Math.max(page.hexTop + by * bytes, 0), size, area);
    const within = wanted >= window.from && Math.min(wanted + area.rows * bytes, size) <= endOf(window);
    return settledView(
      within ? { ...still, hexTop: wanted } : { ...still, goal: { to: "top", offset: wanted } },
      area,
    );
  }
  const layout = wrapping(page, area);
  const top = filling(layout, placeAway(layout, page.top, by), area.rows);
  return settledView({ ...still, top }, area);
}

/** The page moved to the side, where a line continues there. */
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
  return settledView({ ...wrapped, top: filling(wrapping(wrapped, area), wrapped.top, area.rows) }, area);
}

/** The page in hex instead of text, or the other way round, at the same place. */
export function toggledHex(page: ViewPage, area: Area): ViewPage {
  if (page.mode === null) return page;
  if (page.decoded !== null) return toggledDecoded(page, page.decoded, area);
  const offset = shownOffset(page);
  const still = stopped(page);
  if (page.mode === "text")
    return settledView({ ...still, mode: "hex", hexTop: hexTopAt(offset, page.content.size, area) }, area);
  return settledView(coloured({ ...still, mode: "text", goal: { to: "top", offset } }), area);
}

/** Of a text that is not UTF-8 the hex view shows the file's own bytes: the offsets differ, so that it begins at the start. */
function toggledDecoded(page: ViewPage, { raw, text }: Decoded, area: Area): ViewPage {
  const mode = page.mode === "text" ? "hex" : "text";
  const content = mode === "hex" ? raw : text;
  const still = { ...stopped(page), mode, content, search: null, hexTop: 0, top: START } as const;
  return settledView(still, area);
}

const START: TextPlace = { ...NO_LINES.open, wrapped: 0 };

/** The page in an area of another size, where lines may be wrapped at other places. */
export function resizedView(page: ViewPage, area: Area): ViewPage {
  if (page.mode === null) return page;
  if (page.mode === "hex")
    return settledView({ ...page, hexTop: hexTopAt(page.hexTop, page.content.size, area) }, area);
  const top = filling(wrapping(page, area), { ...page.top, wrapped: 0 }, area.rows);
  return settledView({ ...page, top }, area);
}

/** What continues is stopped; `null` where nothing does. */
export function stoppedView(page: ViewPage): ViewPage | null {
  if (page.goal !== null) return stopped(page);
  const { search } = page;
  if (search === null) return null;
  return isSearching(page) ? { ...page, search: { ...search, job: null } } : { ...page, search: null };
}

/** What the page has done for it. */
export function viewJobs({ reading, search, colouring }: ViewPage): Job[] {
  return [reading, search?.job ?? null, colouring].filter((job) => job !== null);
}

/** The page after news of one of its jobs. */
export function viewWithNews(page: ViewPage, job: Job, news: News, area: Area): ViewPage {
  switch (news.of) {
    case "read": {
      const content = withBytes(page.content, news, shownOffset(page));
      const done = news.from + news.bytes.length - page.reading.from;
      return settledView(coloured(recognised({ ...page, content, done })), area);
    }
    case "search":
      return settledView(found(page, news.matches), area);
    case "colour":
      return { ...page, words: [...page.words, ...news.words] };
    case "failure":
      return job.kind === "colour" ? page : { ...page, failed: news.why, goal: null };
    default:
      return page;
  }
}

/** Text or hex, as the first bytes show; a text that is not UTF-8 as soon as all of it was read. */
function recognised(page: ViewPage): ViewPage {
  const { content } = page;
  if (page.decoded === null && content.size <= LONGEST_DECODED && isHeld(content)) {
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

/** The page with the words of its text being looked for, where it is one whose words are coloured. */
function coloured(page: ViewPage): ViewPage {
  const { content, mode, colouring, name } = page;
  if (mode !== "text" || colouring !== null || !isHeld(content) || content.size > LONGEST_COLOURED)
    return page;
  const { bytes } = content.window;
  const language = languageOf(name, bytes);
  return language === null ? page : { ...page, colouring: { kind: "colour", language, bytes } };
}
