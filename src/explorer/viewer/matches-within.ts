import { bytesFrom } from "./file-content.js";
import { find, MOST_MATCHES, needleBytes } from "./needle.js";
import type { ViewPage } from "./view-page.js";

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
