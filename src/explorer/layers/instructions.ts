import { entryLines, entryText } from "../../image/dockerfile/instruction.js";
import type { HistoryEntry } from "../../image/history.js";
import type { Image } from "../../image/image.js";
import { escapeText, type Printable } from "../../text/escape.js";
import { textColumns } from "../../text/width.js";

/**
 * One row of the layer list: an instruction with its layer, or a layer without an instruction in the history.
 */
export interface Instruction {
  readonly entry: HistoryEntry | null;
  /** The text on one line; only the beginning of a very long one. */
  readonly text: Printable;
  /** Its layer; `null` if it made none. */
  readonly layer: number | null;
  /** The topmost layer after it; −1 if there is none. */
  readonly upTo: number;
  /** The text if it changed no path; by default a short one. */
  readonly unchanged?: Printable;
}

/**
 * Returns the instructions, oldest first, as in a Dockerfile. Layers without an entry in the history follow.
 */
export function instructions(image: Image): Instruction[] {
  const out: Instruction[] = [];
  const withInstruction = new Set<number>();
  let upTo = -1;
  for (const entry of image.history) {
    if (entry.layer !== null) {
      upTo = entry.layer;
      withInstruction.add(entry.layer);
    }
    out.push({ entry, text: beginning(entry), layer: entry.layer, upTo });
  }
  for (const { index } of image.layers) {
    if (!withInstruction.has(index))
      out.push({ entry: null, text: beginning(null), layer: index, upTo: index });
  }
  return out;
}

/** More columns than the layer list ever has. */
const LONG = 400;

/** Returns an instruction on one line, as far as a list shows it. */
export function beginning(entry: Pick<HistoryEntry, "createdBy" | "comment"> | null): Printable {
  return escapeText(entryText(entry).slice(0, LONG));
}

/** The space that the instructions of an image need. */
export interface InstructionSizes {
  /** Columns of the longest instruction in the list, with its numbers. */
  readonly columns: number;
  /** Lines of the longest instruction in full, with two lines of numbers: at most as many as a pane shows. */
  readonly lines: number;
}

/** Columns for number, size, bar, wasted bytes and counts of changes. */
const FIGURE_COLUMNS = 54;
const NUMBER_LINES = 2;
const MOST_LINES = 12;

/**
 * Measures the instructions for a screen of some columns. The left panes take at least two fifths of the
 * screen.
 */
export function instructionSizes(instructions: readonly Instruction[], screen: number): InstructionSizes {
  const columns = Math.max(Math.round(screen * 0.4) - 6, 30);
  const widest = instructions.reduce((most, { text }) => Math.max(most, textColumns(text)), 0);
  const tallest = instructions.reduce(
    (most, { entry }) =>
      most >= MOST_LINES ? most : Math.max(most, wrappedLines(entryLines(entry), columns)),
    0,
  );
  return { columns: widest + FIGURE_COLUMNS, lines: Math.min(tallest, MOST_LINES) + NUMBER_LINES };
}

function wrappedLines(lines: readonly string[], columns: number): number {
  return lines.reduce((sum, line) => sum + Math.ceil(Math.max(line.length, 1) / columns), 0);
}
