import type { Comparison } from "../../analysis/diff/compare-images.js";
import type { LayerPair } from "../../analysis/diff/layer-pairs.js";
import { rebuiltLayers } from "../../analysis/diff/rebuilt-layers.js";
import type { Side } from "../../analysis/diff/side.js";
import { instructionText, layerText } from "../../image/dockerfile/instruction.js";
import { humanSize, sizesApart } from "../../text/bytes.js";
import { andMore, counted } from "../../text/count.js";
import { cutEnd, padStart, textColumns } from "../../text/width.js";
import type { TextFrame } from "../text/text-frame.js";

const ROWS_SHOWN = 16;
/** Columns for the index, the size and the spaces between them. */
const MARGINS = 8;
const REBUILT = " built again: the same files";
const SIGNS = { same: "=", changed: "~", removed: "-", added: "+" } as const;

interface Row {
  readonly is: LayerPair["is"];
  readonly index: string;
  readonly size: string;
  readonly text: string;
}

/**
 * Returns the layers of both images, aligned. Neighbouring layers that are the same, or were only built
 * again, are one row.
 */
export function layerChangesText(comparison: Comparison, { paint, columns }: TextFrame): string[] {
  const { layers } = comparison;
  if (layers.every(({ is }) => is === "same")) return [];
  const rows = layerRows(comparison);
  const shown = rows.slice(0, ROWS_SHOWN);
  const indexes = shown.reduce((widest, { index }) => Math.max(widest, index.length), 0);
  const sizes = shown.reduce((widest, { size }) => Math.max(widest, size.length), 0);
  const paints = { same: paint.dim, changed: paint.yellow, removed: paint.red, added: paint.green };
  const texts = replacedApart(shown, columns - indexes - sizes - MARGINS);
  const lines = shown.map(({ is, index, size }, at) => {
    const text = texts[at];
    const line = `  ${SIGNS[is]} ${padStart(index, indexes)}  ${padStart(size, sizes)}  ${text}`;
    return paints[is](cutEnd(line, columns));
  });
  const left = rows.length - shown.length;
  const more = left > 0 ? [paint.dim(`  ${andMore(left)}; all with --format json`)] : [];
  return [paint.bold("Layers"), ...lines, ...more];
}

/**
 * Returns the texts of the rows. An instruction and the one that replaced it are cut so that their first
 * difference is visible.
 */
function replacedApart(rows: readonly Row[], columns: number): string[] {
  const texts = rows.map(({ text }) => text);
  for (let at = 0; at < rows.length; ) {
    let added = at;
    while (added < rows.length && rows[added].is === "removed") added++;
    const gone = added - at;
    // Removed layers come before added ones. They are paired in order.
    for (let row = at; row < added && rows.at(row + gone)?.is === "added"; row++)
      [texts[row], texts[row + gone]] = apart(texts[row], texts[row + gone], columns);
    at = Math.max(added, at + 1);
  }
  return texts;
}

function layerRows(comparison: Comparison): Row[] {
  const { layers } = comparison;
  const rebuilt = rebuiltLayers(comparison);
  const kindOf = (pair: LayerPair) => (rebuilt.has(pair) ? "rebuilt" : pair.is);
  const isSummedUp = (pair: LayerPair) => pair.is === "same" || rebuilt.has(pair);
  const rows: Row[] = [];
  for (let at = 0; at < layers.length; at++) {
    let to = at;
    while (to + 1 < layers.length && isSummedUp(layers[at]) && kindOf(layers[to + 1]) === kindOf(layers[at]))
      to++;
    const pairs = layers.slice(at, to + 1);
    if (rebuilt.has(pairs[0])) rows.push(stretchRow(comparison, pairs, REBUILT));
    else rows.push(to > at ? stretchRow(comparison, pairs, "") : layerRow(comparison, pairs[0]));
    at = to;
  }
  return rows;
}

function layerRow({ a, b }: Comparison, { is, a: before, b: after }: LayerPair): Row {
  const [sizeA, sizeB] = [sizeOf(a, before), sizeOf(b, after)];
  const index =
    before === null || after === null || before === after ? `${after ?? before}` : `${before}→${after}`;
  const size =
    is === "changed" && sizeA !== null && sizeB !== null && sizeA !== sizeB
      ? sizesApart(sizeA, sizeB).join(" → ")
      : sizeName(after === null ? sizeA : sizeB);
  return { is, index, size, text: after === null ? instruction(a, before) : instruction(b, after) };
}

function stretchRow({ b }: Comparison, pairs: readonly LayerPair[], note: string): Row {
  const size = pairs.reduce((sum, pair) => sum + (sizeOf(b, pair.b) ?? 0), 0);
  const ends = (side: "a" | "b") =>
    pairs.length === 1 ? `${pairs[0][side]}` : `${pairs[0][side]}-${pairs[pairs.length - 1][side]}`;
  const index = ends("a") === ends("b") ? ends("a") : `${ends("a")}→${ends("b")}`;
  return { is: pairs[0].is, index, size: humanSize(size), text: counted(pairs.length, "layer") + note };
}

function sizeOf({ analysis }: Side, layer: number | null): number | null {
  return layer === null ? null : analysis.metrics.layers[layer].size;
}

function sizeName(size: number | null): string {
  return size === null ? "unknown" : humanSize(size);
}

function instruction({ image }: Side, layer: number | null): string {
  return layer === null ? instructionText(null) : layerText(image, layer);
}

const CONTEXT = 16;

/**
 * Cuts two lines with a common beginning so that their first difference is visible within `columns`. If the
 * beginning is too long, its first word and its last words stay. Both lines leave out the same text.
 */
export function apart(one: string, other: string, columns: number): readonly [string, string] {
  const common = commonBeginning(one, other);
  const longer = one.length > other.length ? one : other;
  if (textColumns(longer) <= columns || common + CONTEXT <= columns) return [one, other];
  const head = `${longer.slice(0, longer.indexOf(" "))} … `;
  // Leaves out as little of the beginning as possible, but enough to show the ends.
  const from = Math.min(Math.max(longer.length - (columns - head.length), 0), common - CONTEXT);
  const start = longer.indexOf(" ", from - 1) + 1;
  if (start <= head.length || start > common) return [one, other];
  return [head + one.slice(start), head + other.slice(start)];
}

function commonBeginning(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at;
}
