import { firstIndex } from "../../../image/members/binary-search.js";
import { padStart } from "../../../text/width.js";
import type { Area } from "../../drawing/area.js";
import { literal, type Row, rowOf, type Span, type Style, span } from "../../drawing/row.js";
import { type ColouredWords, WORDS } from "../../jobs/job.js";
import { rowBytes } from "./file-content.js";
import { CUT, type Glyph, glyphsWithin, reachesColumn } from "./glyphs.js";
import { matchesWithin, type Ranges } from "./search-in-file.js";
import { gutterColumns, placesFrom, shownRange, wrapping, wrapStarts } from "./text-places.js";
import type { TextPlace, ViewPage } from "./view-page.js";

/**
 * Returns the lines of a text from the top place on, with their numbers; at most as many as there are rows.
 */
export function textPage(page: ViewPage, area: Area): Row[] {
  const layout = wrapping(page, area);
  const marks = matchesWithin(page, shownRange(layout, page.top, area.rows));
  const lines: Row[] = [];
  for (const place of placesFrom(layout, page.top, area.rows)) {
    const starts = wrapStarts(layout, place);
    const from = starts[place.wrapped] ?? 0;
    const bytes = rowBytes(page.content, place).subarray(from, starts.at(place.wrapped + 1));
    const text = withoutMark(bytes, place, from);
    const isCut = !page.wrap && reachesColumn(text, page.left + layout.columns);
    const shown = glyphsWithin(text, page.left, layout.columns - (isCut ? 1 : 0));
    const spans = [gutter(page, place), ...spansOf(shown, place.from + from, { words: page.words, marks })];
    if (isCut) spans.push(CUT);
    lines.push(rowOf(spans));
  }
  return lines;
}

/** Returns the number of the line at its beginning, a dot if it continues. */
function gutter({ content }: ViewPage, { line, continues, wrapped }: TextPlace): Span {
  const number = continues || wrapped > 0 ? "·" : String(line + 1);
  return span(literal(`${padStart(number, gutterColumns(content))} `), "dim");
}

interface Looks {
  readonly words: ColouredWords;
  readonly marks: Ranges;
}

/** Joins glyphs with the same look to spans. */
function spansOf(shown: Iterable<Glyph>, base: number, looks: Looks): Span[] {
  const spans: Span[] = [];
  let text = "";
  let styles: readonly Style[] = [];
  const lookAt = looker(looks);
  for (const glyph of shown) {
    const look = lookAt(base + glyph.at, glyph.escaped);
    if (look !== styles && text !== "") {
      spans.push(span(literal(text), ...styles));
      text = "";
    }
    styles = look;
    text += glyph.text;
  }
  return text === "" ? spans : [...spans, span(literal(text), ...styles)];
}

const PLAIN: readonly Style[] = [];
const ESCAPED: readonly Style[] = ["escape"];
const MATCH: readonly Style[] = ["inverse"];
const WORD_STYLES: readonly (readonly Style[])[] = WORDS.map((word) => [word]);

/** Returns a function that returns the style of a byte. Call it with rising offsets. */
function looker({ words, marks }: Looks): (offset: number, escaped: boolean) => readonly Style[] {
  let word = -1;
  let mark = 0;
  return (offset, escaped) => {
    while (mark < marks.length && marks[mark][1] <= offset) mark++;
    if (mark < marks.length && marks[mark][0] <= offset) return MATCH;
    if (escaped) return ESCAPED;
    if (word < 0) word = wordFrom(words, offset);
    while (word < words.length && words[word + 1] <= offset) word += 3;
    return word < words.length && words[word] <= offset ? WORD_STYLES[words[word + 2]] : PLAIN;
  };
}

/** Returns the index of the first word that ends after an offset. */
function wordFrom(words: ColouredWords, offset: number): number {
  return firstIndex(words.length / 3, (i) => words[i * 3 + 1] > offset) * 3;
}

const BYTE_ORDER_MARK = Buffer.from("\ufeff");

/** Removes a byte order mark, which the title mentions. */
function withoutMark(bytes: Buffer, { from }: TextPlace, wrapped: number): Buffer {
  const marked = from + wrapped === 0 && bytes.subarray(0, 3).equals(BYTE_ORDER_MARK);
  return marked ? bytes.subarray(3) : bytes;
}
