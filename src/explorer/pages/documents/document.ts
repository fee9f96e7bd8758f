import { escapeText, type Printable } from "../../../text/escape.js";
import { wrapText } from "../../../text/wrap.js";

/** The emphasis of a text. */
type Tone = "plain" | "strong" | "dim" | "warning";

/** A fact of a page, before it is wrapped. */
export interface Fact {
  /**
   * The label in one or two words, empty if it is the same as above; `null` for a sentence, which takes the
   * whole width.
   */
  readonly label: string | null;
  readonly text: Printable;
  readonly tone: Tone;
}

/** Facts below a heading. */
export interface DocumentSection {
  /** `null` if it is shown elsewhere, for example as the title of a pane. */
  readonly heading: Printable | null;
  readonly facts: readonly Fact[];
}

/** A line of a page of facts. */
export type DocumentLine =
  | { readonly heading: Printable }
  | {
      /** As wide as all labels of the page; empty from the second line of a fact on. */
      readonly label: Printable;
      readonly text: Printable;
      readonly tone: Tone;
    }
  | { readonly blank: true };

export function fact(label: string | null, text: Printable, tone: Tone = "plain"): Fact {
  return { label, text, tone };
}

const MOST_LABEL = 12;
/** Columns before a fact: more below a heading. One column after it stays free. */
const INDENT = { alone: 1, below: 3 };

/**
 * Returns sections as lines of at most `columns`, with an empty line between sections. Long facts are
 * wrapped.
 */
export function documentLines(sections: readonly DocumentSection[], columns: number): DocumentLine[] {
  const lines: DocumentLine[] = [];
  for (const { heading, facts } of sections.filter(({ facts }) => facts.length > 0)) {
    if (lines.length > 0) lines.push({ blank: true });
    if (heading !== null) lines.push({ heading });
    const indent = heading === null ? INDENT.alone : INDENT.below;
    const labels = Math.min(Math.max(...facts.map(({ label }) => label?.length ?? 0)), MOST_LABEL);
    const before = (label: string | null) =>
      escapeText(" ".repeat(indent) + (labels === 0 || label === null ? "" : label.padEnd(labels + 2)));
    for (const { label, text, tone } of facts) {
      const room = columns - 1 - before(label).length;
      const wrapped = label === null ? wrapText(text, room) : wrappedFact(text, room);
      for (const [row, line] of wrapped.entries()) {
        lines.push({ label: before(row === 0 ? label : label === null ? null : ""), text: line, tone });
      }
    }
  }
  return lines;
}

/** Wraps a text. All lines except the first are indented a little more. */
export function wrappedFact(text: Printable, columns: number): Printable[] {
  const words = text.trimStart();
  const indent = " ".repeat(Math.min(text.length - words.length, columns >> 1));
  const [first, ...rest] = wrapText(escapeText(words), columns - indent.length);
  if (rest.length === 0) return [escapeText(indent + first)];
  const deeper = `${indent}  `;
  const more = wrapText(escapeText(words.slice(first.length).trimStart()), columns - deeper.length);
  return [indent + first, ...more.map((line) => deeper + line)].map((line) => escapeText(line));
}
