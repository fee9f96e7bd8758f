import type { Base } from "../../analysis/base-image.js";
import { humanSize } from "../../text/bytes.js";
import { withCommas } from "../../text/count.js";
import { escapeText, type Printable } from "../../text/escape.js";
import { wrapText } from "../../text/wrap.js";
import type { Area } from "../drawing/area.js";
import { literal, rowOf, type Span, span } from "../drawing/row.js";
import type { PaneDetail } from "../pane-definition.js";
import type { State } from "../state.js";
import { type Compared, chosenInstruction, compared, comparedView } from "./chosen-layer.js";

/** Returns the numbers of the chosen layer, and its instruction, as far as they fit. */
export function layerDetail(state: State): PaneDetail {
  return {
    title: titleOf(state),
    rows: (area) => {
      const lines = linesOf(state, area);
      return Array.from({ length: area.rows }, (_, row) => rowOf(lines.at(row) ?? []));
    },
    lines: (columns) => linesOf(state, { columns, rows: MOST_LINES }).length,
  };
}

/** Returns the title: the layer, or a text for an instruction without a layer. */
function titleOf(state: State): Printable[] {
  const instruction = chosenInstruction(state);
  if (instruction === null) return [literal("No instructions")];
  const title =
    instruction.layer === null
      ? [literal("No layer"), literal("changes no files")]
      : [literal(`Layer ${instruction.layer}`)];
  return [...title, ...comparedTitle(state)];
}

/** Returns the numbers of the chosen layer, and its instruction as far as it fits. */
function linesOf(state: State, area: Area): (readonly Span[])[] {
  const instruction = chosenInstruction(state);
  const text = instruction === null ? [] : state.subject.instructionLines(instruction);
  const numbers = numbersOf(state);
  const shown = wrappedText(text, {
    columns: area.columns - 2,
    rows: Math.max(area.rows - numbers.length, 0),
  });
  return [...numbers, ...shown.map((line) => [span(literal(` ${line}`))])];
}

/** The maximum number of lines that the pane may request. */
const MOST_LINES = 20;

/** Wraps lines to an area. If there is more text, the last line shows it. */
export function wrappedText(text: readonly Printable[], { columns, rows }: Area): string[] {
  const lines: string[] = [];
  for (const line of text) {
    // Only the text that may be visible is wrapped: an instruction may be as long as a script.
    const seen = line.trimStart().slice(0, columns * rows + 1) as Printable;
    const indent = Math.min(line.length - line.trimStart().length, columns >> 1);
    const [first, ...rest] = wrapText(seen, columns - indent - 2);
    lines.push(" ".repeat(indent) + first, ...rest.map((more) => " ".repeat(indent + 2) + more));
    if (lines.length > rows) break;
  }
  const shown = lines.slice(0, rows);
  if (lines.length > rows && rows > 0) shown[rows - 1] = `${shown[rows - 1].slice(0, columns - 2)} …`;
  return shown;
}

function numbersOf(state: State): Span[][] {
  const between = compared(state);
  if (between !== null) return comparedNumbers(state, between);
  const layer = chosenInstruction(state)?.layer ?? null;
  if (layer === null) return [];
  const { size, added, modified, removed, wastedBytes } = state.subject.analysis.metrics.layers[layer];
  if (size === null) return [[span(literal(" its blob is not in the image"), "warning")]];
  const count = (value: number | null) => withCommas(value ?? 0);
  const line: Span[] = [
    span(literal(` +${count(added)}`), "added"),
    span(literal(`  ~${count(modified)}`), "modified"),
    span(literal(`  −${count(removed)}`), "removed"),
    span(literal(`  ${humanSize(size)}`)),
  ];
  if (wastedBytes !== null && wastedBytes > 0)
    line.push(span(literal(`  ${humanSize(wastedBytes)} of it wasted`), "waste"));
  const { base } = state.subject;
  if (base === null || layer >= base.layers) return [line];
  return [line, baseSpans(base)];
}

/** Returns ` base? instructions follow its CMD`: the evidence that a layer belongs to the base image. */
function baseSpans({ name, guessed, reason }: Base): Span[] {
  const called = name === null ? [] : [span(escapeText(` ${name}`))];
  return [span(literal(` base${guessed ? "?" : ""}`), "dim"), ...called, span(literal(`  ${reason}`), "dim")];
}

/** Returns the layer that the chosen layer is compared with; empty if there is none. */
export function comparedTitle(state: State): Printable[] {
  const between = compared(state);
  if (between === null) return [];
  const reading = comparedView(state, between).undecided.length > 0 ? ", reading contents …" : "";
  return [literal(`compared with layer ${state.layers.marked}${reading}`)];
}

/**
 * Returns the changes from the lower to the upper filesystem: paths, and bytes that were added and removed.
 */
function comparedNumbers(state: State, between: Compared): Span[][] {
  const { lower, upper } = between;
  const numbers = state.subject.difference(comparedView(state, between));
  const { added, modified, removed, bytesIn, bytesOut } = numbers;
  const count = (value: number) => withCommas(value);
  return [
    [
      span(literal(` +${count(added)}`), "added"),
      span(literal(`  ~${count(modified)}`), "modified"),
      span(literal(`  −${count(removed)}`), "removed"),
      span(literal(`  from layer ${lower} to layer ${upper}`)),
    ],
    [
      span(literal(` ${humanSize(bytesIn)} added`), "added"),
      span(literal(`, ${humanSize(bytesOut)} removed`), "removed"),
    ],
  ];
}
