import { bytesFrom } from "./file-content.js";
import { find, MOST_MATCHES, needleBytes } from "./needle.js";
import type { ViewPage } from "./view-page.js";

/** Stretches of the file, in pairs: first byte and one past the last. */
export type Ranges = readonly (readonly [from: number, to: number])[];

/** The matches that touch a stretch of the file. */
export function matchesWithin({ search, content }: ViewPage, range: { from: number; to: number }): Ranges {
  if (search === null || search.needle === "") return [];
  const length = needleBytes(search.needle);
  const from = Math.max(range.from - length, content.window.from);
  const bytes = bytesFrom(content, from).subarray(0, range.to + length - from);
  return find(search.needle, bytes, from, MOST_MATCHES).map((at) => [at, at + length]);
}
