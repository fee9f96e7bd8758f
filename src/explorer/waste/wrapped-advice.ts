import type { Advice } from "../../analysis/advice/advice.js";
import { escapeText, type Printable } from "../../text/escape.js";
import { cutEnd, textColumns } from "../../text/width.js";
import { wrapText } from "../../text/wrap.js";
import { adviceWords } from "../../words/advice-words.js";
import type { ListedGroup } from "./grouping.js";

/** Columns before the second and further lines of an advice. */
export const INDENT = 9;
/** The maximum number of lines of an advice in the list. The detail pane shows the selected one in full. */
const MOST_LINES = 4;

/** Wraps an advice to a pane of some columns. Its first line has `before` columns less. */
export function wrappedAdvice(advice: Advice, columns: number, before: number): readonly Printable[] {
  const text = escapeText(adviceWords(advice).say);
  const [first] = wrapText(text, Math.max(columns - before, 1));
  const rest = text.slice(first.length).trimStart();
  if (rest === "") return [first];
  const room = Math.max(columns - INDENT, 1);
  const more = wrapText(escapeText(rest), room);
  const shown = more.slice(0, MOST_LINES - 1);
  if (more.length > shown.length) shown[shown.length - 1] = shortened(more.slice(shown.length - 1), room);
  return [first, ...shown];
}

/** Returns the last visible line, with a mark that more text follows. */
function shortened(lines: readonly Printable[], columns: number): Printable {
  const text = lines.join(" ");
  return escapeText(textColumns(text) > columns ? cutEnd(text, columns) : text);
}

/**
 * Returns, for each group and for the end of the list, how many lines the groups before it take in addition
 * to one line each. `columns` are those of the pane, `before` those before the advice.
 */
export function furtherLines(groups: readonly ListedGroup[], columns: number, before: number): Uint32Array {
  const sums = new Uint32Array(groups.length + 1);
  for (const [index, { key }] of groups.entries()) {
    const further = key.by === "advice" ? wrappedAdvice(key.finding.advice, columns, before).length - 1 : 0;
    sums[index + 1] = sums[index] + further;
  }
  return sums;
}
