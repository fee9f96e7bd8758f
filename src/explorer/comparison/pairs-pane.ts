import type { LayerPair } from "../../analysis/diff/layer-pairs.js";
import { humanSize } from "../../text/bytes.js";
import type { Printable } from "../../text/escape.js";
import { padStart } from "../../text/width.js";
import { sharedLayers } from "../../words/comparison-words.js";
import type { Area } from "../drawing/area.js";
import { literal, type Row, rowOf, type Span, type Style, span } from "../drawing/row.js";
import type { Instruction } from "../layers/instructions.js";
import { rowClickTarget } from "../mouse/click-target.js";
import type { State } from "../state.js";
import { type ComparedImages, pairOf } from "./compared-images.js";
import { growthText } from "./comparison-facts.js";

/** Returns the title: the number of layers, and how many the images share. */
export function pairsTitle({ comparison }: ComparedImages): Printable[] {
  return [literal("Layers"), literal(sharedLayers(comparison))];
}

/**
 * Returns the visible pairs of layers, below the row for the images as a whole: sign, numbers, size or
 * growth, instruction.
 */
export function pairsPane(compared: ComparedImages, state: State, area: Area): Row[] {
  const { subject, layers } = state;
  const numbers = numberColumns(compared);
  return Array.from({ length: area.rows }, (_, line) => {
    const row = layers.top + line;
    const instruction = subject.instructions.at(row);
    if (instruction === undefined) return rowOf([]);
    const chosen = row === layers.cursor;
    const styles = chosen ? (state.focus === "layers" ? (["selected"] as const) : (["bold"] as const)) : [];
    const spans = [
      span(literal(chosen ? "▸" : " ")),
      ...rowSpans(compared, instruction, { numbers, wide: area.columns >= WIDE }),
    ];
    return rowOf(spans, styles, rowClickTarget("layers", row, state));
  });
}

/** The minimum width of the pane for size and growth, in columns. */
const WIDE = 64;

interface RowOptions {
  /** Columns of the layers' numbers. */
  readonly numbers: number;
  readonly wide: boolean;
}

const SIGNS: Readonly<Record<LayerPair["is"], string>> = {
  same: "=",
  changed: "~",
  removed: "−",
  added: "+",
};
const STYLES: Readonly<Record<LayerPair["is"], readonly Style[]>> = {
  same: ["dim"],
  changed: ["modified"],
  removed: ["removed"],
  added: ["added"],
};

function rowSpans(compared: ComparedImages, instruction: Instruction, { numbers, wide }: RowOptions): Span[] {
  const pair = pairOf(compared, instruction);
  if (pair === null) {
    const { a, b } = compared.bytes;
    const size = wide ? `${padStart(humanSize(b), 8)} ` : "";
    const before = `  ${" ".repeat(numbers)} ${size}${padStart(growthText(b - a), 8)} `;
    return [span(literal(before), "bold"), span(instruction.text, "bold")];
  }
  // A layer that was only built again looks like one that is the same.
  const styles = STYLES[compared.rebuilt.has(pair) ? "same" : pair.is];
  const { size, growth } = sizesOf(compared, pair);
  const figures = wide
    ? `${padStart(size, 8)} ${padStart(growth, 8)} `
    : `${padStart(pair.is === "same" ? size : growth, 8)} `;
  return [
    span(literal(`${SIGNS[pair.is]} `), ...styles),
    span(literal(`${padStart(numberText(pair), numbers)} `), ...(pair.is === "same" ? styles : [])),
    span(literal(figures), ...styles),
    span(instruction.text, ...(pair.is === "removed" ? (["struck"] as const) : styles)),
  ];
}

/** Returns the new size of a layer, and its growth. */
function sizesOf(
  { comparison: { a, b } }: ComparedImages,
  pair: LayerPair,
): { size: string; growth: string } {
  const before = pair.a === null ? 0 : a.analysis.metrics.layers[pair.a].size;
  const after = pair.b === null ? 0 : b.analysis.metrics.layers[pair.b].size;
  return {
    size: pair.b === null ? "" : after === null ? "?" : humanSize(after),
    growth: pair.is === "same" ? "" : before === null || after === null ? "?" : growthText(after - before),
  };
}

/** Returns `3`, or `3→4` if the layer has another number in the new image. */
function numberText({ a, b }: LayerPair): string {
  return a === null || b === null || a === b ? String(b ?? a) : `${a}→${b}`;
}

function numberColumns({ comparison: { layers } }: ComparedImages): number {
  return layers.reduce((widest, pair) => Math.max(widest, numberText(pair).length), 2);
}
