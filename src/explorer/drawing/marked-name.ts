import { escapePath, type RawPath, rawSlice } from "../../text/escape.js";
import type { MatchRange } from "../files/marks.js";
import { type Span, type Style, span } from "./row.js";

const MATCH: readonly Style[] = ["underlined", "accent"];

/**
 * Returns a name in which the matches of a filter are highlighted. They are also underlined, because some
 * screens have no colours.
 */
export function markedName(name: RawPath, ranges: readonly MatchRange[], styles: readonly Style[]): Span[] {
  const spans: Span[] = [];
  let at = 0;
  const add = (to: number, ...more: readonly Style[]) => {
    if (to > at) spans.push(span(escapePath(rawSlice(name, at, to)), ...more, ...styles));
    at = to;
  };
  for (const { from, to } of ranges) {
    add(from);
    add(to, ...MATCH);
  }
  add(name.length);
  return spans;
}
