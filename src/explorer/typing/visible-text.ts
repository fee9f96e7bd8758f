import { asciiText } from "../../text/ascii.js";
import { escapeText, type Printable } from "../../text/escape.js";
import { cutEnd, textColumns } from "../../text/width.js";
import type { TypedText } from "./typed-text.js";

/** The visible part of a typed text. It always contains the caret. */
export interface VisibleText {
  readonly before: Printable;
  /** The character under the caret; a space at the end of the text. */
  readonly at: Printable;
  readonly after: Printable;
}

interface Room {
  readonly columns: number;
  /** True to draw only with ASCII. */
  readonly ascii?: boolean | undefined;
}

const END = " " as Printable;

/**
 * Returns the part of a text around its caret that fits in `columns`. A text that fits is shown completely.
 * If a text is longer, up to a quarter of the columns shows text after the caret, and the rest shows text
 * before the caret.
 */
export function visibleText({ text, caret }: TypedText, { columns, ascii = false }: Room): VisibleText {
  const cells = [...new Intl.Segmenter().segment(text)].map(({ segment, index }) => {
    const escaped = escapeText(segment);
    const shown = ascii ? asciiText(escaped) : escaped;
    return { index, shown, width: textColumns(shown) };
  });
  const at = cells.findIndex(({ index }) => index >= caret);
  const place = at < 0 ? cells.length : at;
  const mark = ascii ? "..." : "…";
  const markWidth = textColumns(mark);
  // Both marks must fit beside the longest escape.
  const widest = Math.max(columns - 2 * markWidth, 1);
  const under = cutEnd(cells.at(place)?.shown ?? END, widest) as Printable;
  const widths = cells.map(({ width }) => width);
  const sum = (from: number, to: number) => widths.slice(from, to).reduce((all, width) => all + width, 0);
  const underWidth = textColumns(under);
  const behind = sum(place + 1, cells.length);
  const joined = (from: number, to: number) =>
    cells
      .slice(from, to)
      .map(({ shown }) => shown)
      .join("") as Printable;
  if (sum(0, place) + underWidth + behind <= columns) {
    return { before: joined(0, place), at: under, after: joined(place + 1, cells.length) };
  }
  const spare = columns - underWidth - sum(0, place);
  const mostBehind = columns - underWidth - (place > 0 ? markWidth : 0);
  const wantedBehind = Math.max(Math.floor(columns / 4), markWidth, spare);
  const roomBehind = Math.min(behind, wantedBehind, mostBehind);
  const cutBehind = behind > roomBehind;
  let to = place + 1;
  for (let used = cutBehind ? markWidth : 0; to < cells.length && used + widths[to] <= roomBehind; to++)
    used += widths[to];
  const usedBehind = sum(place + 1, to) + (cutBehind ? markWidth : 0);
  const roomBefore = columns - underWidth - usedBehind;
  const cutBefore = sum(0, place) > roomBefore;
  let from = place;
  for (let used = cutBefore ? markWidth : 0; from > 0 && used + widths[from - 1] <= roomBefore; from--)
    used += widths[from - 1];
  return {
    before: ((cutBefore ? mark : "") + joined(from, place)) as Printable,
    at: under,
    after: (joined(place + 1, to) + (cutBehind ? mark : "")) as Printable,
  };
}
