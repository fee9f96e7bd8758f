import { firstFrom } from "../../../image/members/binary-search.js";
import { bytesFrom, isLoaded } from "./file-content.js";
import { find, hexNeedle, type Matches, MOST_MATCHES, needleBytes, UNSEARCHED } from "./needle.js";
import { shownOffset } from "./reading.js";
import type { Search, ViewPage } from "./view-page.js";

/** The number of bytes that are searched at once, which takes a few milliseconds. */
const AT_ONCE = 1024 * 1024;

/** Searches another text, and moves to the first match after the place where the search was started. */
export function searchedFor(page: ViewPage, typed: string): ViewPage {
  const needle = page.mode === "hex" ? hexNeedle(typed) : typed;
  const origin = page.search?.origin ?? shownOffset(page);
  const { content, row } = page;
  if (needle === "") return withSearch(page, { needle, matches: UNSEARCHED, job: null, current: -1, origin });
  if (isLoaded(content) && content.size <= AT_ONCE) {
    const matches = { offsets: find(needle, content.window.bytes, 0, MOST_MATCHES), through: content.size };
    return toFirst(withSearch(page, { needle, matches, job: null, current: -1, origin }));
  }
  const job = { kind: "search", row, needle } as const;
  return withSearch(page, { needle, matches: UNSEARCHED, job, current: -1, origin });
}

/** Adds new matches. */
export function found(page: ViewPage, matches: Matches): ViewPage {
  return page.search === null ? page : toFirst(withSearch(page, { ...page.search, matches }));
}

/** Moves to the next match, or to the previous one. After the last one comes the first one. */
export function toTextMatch(page: ViewPage, by: 1 | -1): ViewPage {
  const { search } = page;
  if (search === null || search.matches.offsets.length === 0) return page;
  const { offsets } = search.matches;
  const at = search.current < 0 ? -1 : firstFrom(offsets, search.current);
  const next = offsets[(at + by + offsets.length) % offsets.length];
  return goingTo(page, search, next);
}

/** Returns the number of the current match, from 1; 0 for none. */
export function matchNumber({ matches: { offsets }, current }: Search): number {
  return current < 0 ? 0 : firstFrom(offsets, current) + 1;
}

/** Ends the search and returns to the place where it was started. */
export function unsearched(page: ViewPage): ViewPage {
  const { search } = page;
  if (search === null) return page;
  return { ...page, search: null, goal: { to: "top", offset: search.origin } };
}

/** Returns true while a search is running. */
export function isSearching({ content, search }: ViewPage): boolean {
  return search !== null && search.job !== null && search.matches.through < content.size;
}

function withSearch(page: ViewPage, search: Search): ViewPage {
  return { ...page, search };
}

/** Moves to the first match after the origin; if there is none, to the first match of all. */
function toFirst(page: ViewPage): ViewPage {
  const { search, content } = page;
  if (search === null || search.current >= 0) return page;
  const { offsets, through } = search.matches;
  const ahead = offsets.find((offset) => offset >= search.origin);
  const first = ahead ?? (through >= content.size ? offsets.at(0) : undefined);
  return first === undefined ? page : goingTo(page, search, first);
}

function goingTo(page: ViewPage, search: Search, current: number): ViewPage {
  return { ...page, search: { ...search, current }, goal: { to: "match", offset: current } };
}

/** Ranges of the file, in pairs: the first byte and the byte after the last one. */
export type Ranges = readonly (readonly [from: number, to: number])[];

/** Returns the matches that overlap a range of the file. */
export function matchesWithin({ search, content }: ViewPage, range: { from: number; to: number }): Ranges {
  if (search === null || search.needle === "") return [];
  const length = needleBytes(search.needle);
  const from = Math.max(range.from - length, content.window.from);
  const bytes = bytesFrom(content, from).subarray(0, range.to + length - from);
  return find(search.needle, bytes, from, MOST_MATCHES).map((at) => [at, at + length]);
}
