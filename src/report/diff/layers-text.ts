import type { Comparison } from "../../analysis/diff/compare.js";
import type { LayerPair } from "../../analysis/diff/layers.js";
import type { Side } from "../../analysis/diff/side.js";
import { entryOfLayer, instructionText } from "../../image/instruction.js";
import { humanSize, sizesApart } from "../../text/bytes.js";
import { counted } from "../../text/count.js";
import { cutEnd, padStart } from "../../text/width.js";
import type { Frame } from "../frame.js";

const ROWS_SHOWN = 16;
const SIGNS = { same: "=", changed: "~", removed: "-", added: "+" } as const;

interface Row {
  readonly is: LayerPair["is"];
  readonly index: string;
  readonly size: string;
  readonly text: string;
}

/** The layers of both, aligned; those that are the same are one row a stretch. */
export function layersText(comparison: Comparison, { paint, columns }: Frame): string[] {
  const { layers } = comparison;
  if (layers.every(({ is }) => is === "same")) return [];
  const rows = layerRows(comparison);
  const shown = rows.slice(0, ROWS_SHOWN);
  const indexes = shown.reduce((widest, { index }) => Math.max(widest, index.length), 0);
  const sizes = shown.reduce((widest, { size }) => Math.max(widest, size.length), 0);
  const paints = { same: paint.dim, changed: paint.yellow, removed: paint.red, added: paint.green };
  const lines = shown.map(({ is, index, size, text }) => {
    const line = `  ${SIGNS[is]} ${padStart(index, indexes)}  ${padStart(size, sizes)}  ${text}`;
    return paints[is](cutEnd(line, columns));
  });
  const left = rows.length - shown.length;
  const more = left > 0 ? [paint.dim(`  and ${left} more; all with --format json`)] : [];
  return [paint.bold("Layers"), ...lines, ...more];
}

function layerRows(comparison: Comparison): Row[] {
  const { layers } = comparison;
  const rows: Row[] = [];
  for (let at = 0; at < layers.length; at++) {
    let to = at;
    while (to + 1 < layers.length && layers[at].is === "same" && layers[to + 1].is === "same") to++;
    rows.push(to > at ? stretchRow(comparison, layers.slice(at, to + 1)) : layerRow(comparison, layers[at]));
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

function stretchRow({ b }: Comparison, pairs: readonly LayerPair[]): Row {
  const size = pairs.reduce((sum, pair) => sum + (sizeOf(b, pair.b) ?? 0), 0);
  const ends = (side: "a" | "b") => `${pairs[0][side]}-${pairs[pairs.length - 1][side]}`;
  const index = ends("a") === ends("b") ? ends("a") : `${ends("a")}→${ends("b")}`;
  return { is: "same", index, size: humanSize(size), text: counted(pairs.length, "layer") };
}

function sizeOf({ analysis }: Side, layer: number | null): number | null {
  return layer === null ? null : analysis.metrics.layers[layer].size;
}

function sizeName(size: number | null): string {
  return size === null ? "unknown" : humanSize(size);
}

function instruction({ image }: Side, layer: number | null): string {
  return instructionText(layer === null ? null : (entryOfLayer(image, layer)?.createdBy ?? null));
}
