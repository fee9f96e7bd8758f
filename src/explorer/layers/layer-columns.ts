import type { LayerMetrics } from "../../analysis/metrics.js";
import { humanSize } from "../../text/bytes.js";
import { literal, type Span, span } from "../drawing/row.js";

/** The widths of optional columns in the layer list; 0 if a column does not fit. */
export interface LayerColumns {
  readonly bar: number;
  /** The column of the wasted bytes. */
  readonly wasted: number;
  /** The columns of added, modified and removed paths, with their signs. */
  readonly changes: readonly [added: number, modified: number, removed: number];
}

/** The minimum width of an instruction, enough to distinguish it from others. */
const LEAST_TEXT = 24;
const NUMBER_AND_SIZE = 1 + 3 + 1 + 7 + 1;
/** `8.37kB`, with a column to spare. */
const WASTED_COLUMNS = 7;
const NONE = [0, 0, 0] as const;

/**
 * Returns the columns that fit in `columns`: the bar always, then the wasted bytes, then the counts of
 * changes.
 */
export function layerColumns(columns: number, layers: readonly LayerMetrics[]): LayerColumns {
  const bar = columns >= 60 ? 12 : columns >= 44 ? 8 : 5;
  const room = columns - NUMBER_AND_SIZE - bar - 1 - LEAST_TEXT;
  const widest = (count: (layer: LayerMetrics) => number | null) =>
    layers.reduce((most, layer) => Math.max(most, countText("+", count(layer)).length), 0);
  const counts = [
    widest(({ added }) => added),
    widest(({ modified }) => modified),
    widest(({ removed }) => removed),
  ] as const;
  const isWasteful = layers.some(({ wastedBytes }) => (wastedBytes ?? 0) > 0);
  const wasted = isWasteful && room >= WASTED_COLUMNS + 1 ? WASTED_COLUMNS : 0;
  const changes = room - widthOf([wasted]) >= widthOf(counts) ? counts : NONE;
  return { bar, changes, wasted };
}

function widthOf(columns: readonly number[]): number {
  return columns.reduce((sum, column) => sum + (column === 0 ? 0 : column + 1), 0);
}

/** Returns the width of all columns after the bar, with the space after them. */
export function columnsAfterBar({ changes, wasted }: LayerColumns): number {
  return widthOf([wasted, ...changes]);
}

/** Returns `  1.9MB +5.3k ~41 −3 `, as far as there are columns; zeros are left out. */
export function changeSpans(
  layer: LayerMetrics,
  { changes: [added, modified, removed], wasted: columns }: LayerColumns,
): Span[] {
  const wasted = layer.wastedBytes ?? 0;
  const cells = [
    { columns, text: wasted > 0 ? humanSize(wasted) : "", style: "waste" },
    { columns: added, text: countText("+", layer.added), style: "added" },
    { columns: modified, text: countText("~", layer.modified), style: "modified" },
    { columns: removed, text: countText("−", layer.removed), style: "removed" },
  ] as const;
  return cells
    .filter(({ columns }) => columns > 0)
    .map(({ columns, text, style }) => span(literal(`${text.padStart(columns)} `), style));
}

function countText(sign: string, count: number | null): string {
  return count === null || count === 0 ? "" : sign + short(count);
}

/** Returns `999`, `5.3k`, `53k`, `1.2M`. */
function short(count: number): string {
  if (count < 1000) return String(count);
  const [value, unit] = count < 999_500 ? [count / 1000, "k"] : [count / 1e6, "M"];
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)}${unit}`;
}
