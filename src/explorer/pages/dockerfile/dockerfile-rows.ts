import type { Analysis } from "../../../analysis/analyze.js";
import { guessedBase } from "../../../analysis/base-image.js";
import { tracedDockerfile } from "../../../image/dockerfile/history-dockerfile.js";
import { humanSize } from "../../../text/bytes.js";
import { escapeText, type Printable } from "../../../text/escape.js";
import { padStart } from "../../../text/width.js";
import { literal, type Row, rowOf, type Span, type Style, span } from "../../drawing/row.js";
import { wrappedFact } from "../documents/document.js";

const TAB = "    ";
/** The minimum width of the page for the margin, in columns. */
const WIDE_ENOUGH = 70;
/** `8.37kB` with a column to spare, and a space. */
const CELL = 9;

/**
 * Returns the Dockerfile that is reconstructed from the history, with the size of each instruction's layer
 * and its wasted bytes in a margin. Long lines are wrapped. A narrow page has no margin, and an image without
 * waste has no column for it.
 */
export function dockerfileRows({ image, metrics }: Analysis, columns: number): Row[] {
  const { layers } = metrics;
  const isWide = columns >= WIDE_ENOUGH;
  const isWasteful = isWide && layers.some(({ wastedBytes }) => (wastedBytes ?? 0) > 0);
  const cells = (size: string, wasted: string) => [
    ...(isWide ? [span(literal(`${padStart(size, CELL - 1)} `), "dim")] : []),
    ...(isWasteful ? [span(literal(`${padStart(wasted, CELL - 1)} `), "waste")] : []),
  ];
  const room = columns - (isWide ? CELL : 0) - (isWasteful ? CELL : 0) - 2;
  const rows = tracedDockerfile(image, guessedBase(image)).flatMap(({ text, layer }) => {
    const numbers = layer === null ? undefined : layers.at(layer);
    const wasted = numbers?.wastedBytes ?? 0;
    const size = numbers === undefined ? "" : numbers.size === null ? "?" : humanSize(numbers.size);
    const line = escapeText(text.replaceAll("\t", TAB));
    return wrappedFact(line, room).map((part, at) => {
      const margin = at === 0 ? cells(size, wasted > 0 ? humanSize(wasted) : "") : cells("", "");
      return rowOf([
        ...margin,
        span(literal(" ")),
        ...coloured(part, { isComment: line.startsWith("#"), at }),
      ]);
    });
  });
  return isWide ? [rowOf(cells("size", "wasted")), ...rows] : rows;
}

const WORDS: readonly (readonly [pattern: RegExp, style: Style])[] = [
  [/"(?:[^"\\]|\\.)*"|'[^']*'/y, "string"],
  [/\$\{[^}]*\}|\$\w+/y, "attribute"],
];
const PLAIN = /[^"'$]+|./suy;

/** Returns a line in the colours of the viewer: instruction, strings, variables; a comment in one colour. */
function coloured(
  text: Printable,
  { isComment, at }: { readonly isComment: boolean; readonly at: number },
): Span[] {
  if (isComment) return [span(text, "comment")];
  const instruction = at === 0 ? (/^[A-Z]+(?= |$)/.exec(text)?.[0] ?? "") : "";
  const spans: Span[] = instruction === "" ? [] : [span(literal(instruction), "keyword")];
  for (let from = instruction.length; from < text.length; ) {
    const [word, style] = wordAt(text, from);
    spans.push(style === null ? span(literal(word)) : span(literal(word), style));
    from += word.length;
  }
  return spans;
}

function wordAt(text: string, from: number): readonly [word: string, style: Style | null] {
  for (const [pattern, style] of WORDS) {
    pattern.lastIndex = from;
    const found = pattern.exec(text);
    if (found !== null) return [found[0], style];
  }
  PLAIN.lastIndex = from;
  return [PLAIN.exec(text)?.[0] ?? text.slice(from), null];
}
