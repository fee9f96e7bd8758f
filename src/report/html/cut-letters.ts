import type { RawPath } from "../../text/escape.js";
import { escapePath } from "../../text/escape.js";

/**
 * Returns the maximum number of letters for each of `count` texts, if all together may have `all`: 60 to
 * 20,000.
 */
export function lettersEach(count: number, all: number): number {
  return Math.min(Math.max(Math.floor(all / Math.max(count, 1)), 60), 20_000);
}

/** Returns the first `letters` letters of a text, without splitting a character. */
export function cutLetters(text: string, letters: number): string {
  if (text.length <= letters) return text;
  return `${text.slice(0, letters - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

const PATH_LETTERS = 300;

/** Returns a path; if it is very long, only its end, which is more useful. */
export function cutPath(path: RawPath): string {
  const whole = escapePath(path);
  if (whole.length <= PATH_LETTERS) return whole;
  return `…${whole.slice(1 - PATH_LETTERS).replace(/^[\udc00-\udfff]/, "")}`;
}
