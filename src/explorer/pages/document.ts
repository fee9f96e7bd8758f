import { escapeText, type Printable } from "../../text/escape.js";
import { wrapText } from "../../text/wrap.js";

/** How a text is meant. */
type Tone = "plain" | "strong" | "dim" | "warning";

/** A fact of a page, before it is wrapped. */
export interface Fact {
  /** What it is, in a word or two; empty where the heading says it. */
  readonly label: string;
  readonly text: Printable;
  readonly tone: Tone;
}

/** Facts below a heading. */
export interface Section {
  readonly heading: Printable;
  readonly facts: readonly Fact[];
}

/** A line of a page that tells facts. */
export type DocumentLine =
  | { readonly heading: Printable }
  | {
      /** As wide as all labels of the page, and empty from the second line of a fact on. */
      readonly label: Printable;
      readonly text: Printable;
      readonly tone: Tone;
    }
  | { readonly blank: true };

export function fact(label: string, text: Printable, tone: Tone = "plain"): Fact {
  return { label, text, tone };
}

const MOST_LABEL = 12;
const INDENT = 2;

/** Sections as lines of `columns` at most, an empty line between them. Long facts go on below themselves. */
export function documentLines(sections: readonly Section[], columns: number): DocumentLine[] {
  const lines: DocumentLine[] = [];
  for (const { heading, facts } of sections.filter(({ facts }) => facts.length > 0)) {
    if (lines.length > 0) lines.push({ blank: true });
    lines.push({ heading });
    const labels = Math.min(Math.max(...facts.map(({ label }) => label.length)), MOST_LABEL);
    const room = columns - INDENT - (labels === 0 ? 0 : labels + 2) - 1;
    for (const { label, text, tone } of facts) {
      for (const [row, line] of wrappedFact(text, room).entries()) {
        lines.push({ label: labelText(row === 0 ? label : "", labels), text: line, tone });
      }
    }
  }
  return lines;
}

function labelText(label: string, labels: number): Printable {
  return escapeText(" ".repeat(INDENT) + (labels === 0 ? "" : label.padEnd(labels + 2)));
}

/** What goes on stands as deep as its beginning, and a little deeper. */
function wrappedFact(text: Printable, columns: number): Printable[] {
  const words = text.trimStart();
  const indent = " ".repeat(Math.min(text.length - words.length, columns >> 1));
  const [first, ...rest] = wrapText(escapeText(words), columns - indent.length);
  if (rest.length === 0) return [escapeText(indent + first)];
  const deeper = `${indent}  `;
  const more = wrapText(escapeText(words.slice(first.length).trimStart()), columns - deeper.length);
  return [indent + first, ...more.map((line) => deeper + line)].map((line) => escapeText(line));
}
