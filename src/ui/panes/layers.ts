import type { LayerMetrics } from "../../analysis/metrics.js";
import type { Instruction } from "../../explorer/instructions.js";
import type { Area } from "../../explorer/layout.js";
import type { State } from "../../explorer/state.js";
import { humanSize } from "../../text/bytes.js";
import { padEnd, padStart } from "../../text/width.js";
import { type Line, type LineOptions, lineOf, own, type Span, span } from "../line.js";

/** Columns of the share bar, where there is room and where there is little. */
const BAR_COLUMNS = { wide: 12, narrow: 5 };

/** The instructions that are in the window, with number, size and share of the layer that each made. */
export function layersPane(state: State, area: Area, options: LineOptions): Line[] {
  const { subject, layers } = state;
  const { metrics } = subject.analysis;
  const most = Math.max(...metrics.layers.map((layer) => layer.size ?? 0), 1);
  const barColumns = area.columns >= 60 ? BAR_COLUMNS.wide : BAR_COLUMNS.narrow;
  const focused = state.focus === "layers";
  const lines: Line[] = [];
  for (let row = layers.top; row < layers.top + area.rows; row++) {
    const instruction = subject.instructions.at(row);
    const chosen = row === layers.cursor && instruction !== undefined;
    const styles = chosen ? (focused ? (["inverse"] as const) : (["bold"] as const)) : [];
    const spans =
      instruction === undefined
        ? []
        : spansOf(instruction, { chosen, most, barColumns, layers: metrics.layers });
    lines.push(lineOf(spans, area.columns, { ...options, styles }));
  }
  return lines;
}

interface RowOptions {
  readonly chosen: boolean;
  /** Bytes of the biggest layer. */
  readonly most: number;
  readonly barColumns: number;
  readonly layers: readonly LayerMetrics[];
}

function spansOf({ text, layer }: Instruction, { chosen, most, barColumns, layers }: RowOptions): Span[] {
  const mark = chosen ? "▸" : " ";
  if (layer === null) {
    const columns = 1 + 3 + 1 + 7 + 1 + barColumns + 1;
    return [span(own(padEnd(`${mark}  ·`, columns)), "dim"), span(text, "dim")];
  }
  const size = layers[layer].size;
  const digits = padStart(String(layer), 3);
  return [
    span(own(`${mark}${digits} `)),
    span(own(`${padStart(size === null ? "?" : humanSize(size), 7)} `)),
    span(own(`${padEnd(bar((size ?? 0) / most, barColumns), barColumns)} `), "share"),
    span(text),
  ];
}

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** A bar of eighths of a column; something that is there at all shows. */
function bar(share: number, columns: number): string {
  const eighths = share === 0 ? 0 : Math.max(Math.round(share * columns * 8), 1);
  return "█".repeat(eighths >> 3) + EIGHTHS[eighths & 7];
}
