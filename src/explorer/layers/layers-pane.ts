import type { Base } from "../../analysis/base-image.js";
import type { LayerMetrics } from "../../analysis/metrics.js";
import { humanSize } from "../../text/bytes.js";
import { escapeText, type Printable } from "../../text/escape.js";
import { padStart, textColumns } from "../../text/width.js";
import type { Area } from "../drawing/area.js";
import { positionText } from "../drawing/position.js";
import {
  cutRowStart,
  isSelectedInverse,
  type Look,
  literal,
  type Row,
  rowOf,
  type Span,
  type Style,
  span,
} from "../drawing/row.js";
import { rowClickTarget } from "../mouse/click-target.js";
import type { State } from "../state.js";
import type { Instruction } from "./instructions.js";
import { layerBar } from "./layer-bar.js";
import { changeSpans, columnsAfterBar, type LayerColumns, layerColumns } from "./layer-columns.js";
import { rowOfLine, rowsBefore } from "./layer-list.js";

/** Returns the title of the pane. If there are several columns, it names them. */
export function layersTitle({ subject }: State, area: Area): Printable[] {
  const columns = layerColumns(area.columns, subject.analysis.metrics.layers);
  if (columnsAfterBar(columns) === 0) return [literal("Layers")];
  return [literal("Layers"), literal(columnWords(columns))];
}

/** Returns the position of the visible instructions. The separator does not count. */
export function layersPosition({ subject, layers: { top } }: State, { rows }: Area): Printable {
  const { layerList } = subject;
  const first = rowsBefore(layerList, top);
  return positionText({
    top: first,
    height: rowsBefore(layerList, top + rows) - first,
    count: subject.instructions.length,
  });
}

function columnWords({ changes, wasted }: LayerColumns): string {
  const words = [
    "size",
    "share",
    ...(wasted > 0 ? ["wasted"] : []),
    ...(changes.some((width) => width > 0) ? ["changes"] : []),
  ];
  return words.join(", ");
}

/** Returns the visible instructions, with number, size and share of each layer. */
export function layersPane(state: State, area: Area, options: Look): Row[] {
  const { subject, layers } = state;
  const { metrics } = subject.analysis;
  const most = Math.max(...metrics.layers.map((layer) => layer.size ?? 0), 1);
  const columns = layerColumns(area.columns, metrics.layers);
  const focused = state.focus === "layers";
  const lines: Row[] = [];
  for (let line = layers.top; line < layers.top + area.rows; line++) {
    const row = rowOfLine(subject.layerList, line);
    if (row === null) {
      lines.push(baseRule(subject.base, area, options));
      continue;
    }
    const instruction = subject.instructions.at(row);
    const chosen = row === layers.cursor && instruction !== undefined;
    const styles = chosen ? (focused ? (["selected"] as const) : (["bold"] as const)) : [];
    const spans =
      instruction === undefined
        ? []
        : spansOf(instruction, {
            chosen,
            ofBase: row < subject.layerList.ofBase,
            marked: layers.marked !== null && instruction.layer === layers.marked,
            most,
            columns,
            layers: metrics.layers,
            inverse: chosen && focused && isSelectedInverse(options),
            look: options,
          });
    const click = instruction === undefined ? undefined : rowClickTarget("layers", row, state);
    lines.push(rowOf(spans, styles, click));
  }
  return lines;
}

interface RowOptions {
  readonly chosen: boolean;
  readonly ofBase: boolean;
  /** True if other layers are compared with it. */
  readonly marked: boolean;
  /** Bytes of the biggest layer. */
  readonly most: number;
  readonly columns: LayerColumns;
  readonly layers: readonly LayerMetrics[];
  /** True if the row is drawn in inverse. */
  readonly inverse: boolean;
  readonly look: Look;
}

function spansOf(
  { text, layer }: Instruction,
  { chosen, ofBase, marked, most, columns, layers, inverse, look }: RowOptions,
): Span[] {
  const mark = chosen ? "▸" : " ";
  const quiet: readonly Style[] = chosen ? [] : ["dim"];
  if (layer === null) {
    const before = 1 + 3 + 1 + 7 + 1 + columns.bar + 1 + columnsAfterBar(columns);
    return [span(literal(`${mark}  ·`.padEnd(before)), ...quiet), span(text, ...quiet)];
  }
  const size = layers[layer].size;
  const digits = padStart(String(layer), 2);
  return [
    span(literal(mark)),
    span(literal(marked ? MARK : digits.length > 2 ? "" : " "), "accent"),
    span(literal(`${digits} `)),
    span(literal(`${padStart(size === null ? "?" : humanSize(size), 7)} `)),
    ...layerBar(
      { size: size ?? 0, wasted: layers[layer].wastedBytes ?? 0, most },
      { columns: columns.bar, inverse, look },
    ),
    span(literal(" ")),
    ...changeSpans(layers[layer], columns),
    span(text, ...(ofBase ? quiet : [])),
  ];
}

/** Returns `── debian:12 ends here ─────`, with a question mark for a guess. */
function baseRule(base: Base | null, { columns }: Area, options: Look): Row {
  const before = literal("── ");
  const after = literal(` ends here${base?.guessed ? "?" : ""} `);
  const room = columns - textColumns(before) - textColumns(after);
  const name = base?.name ? cutRowStart(escapeText(base.name), room, options) : literal("base image");
  const rest = literal("─".repeat(Math.max(room - textColumns(name), 0)));
  return rowOf([span(before, "dim"), span(name), span(after), span(rest, "dim")]);
}

/** The sign before a layer that others are compared with. */
const MARK = "*";
