import type { Analysis } from "../../analysis/analyze.js";
import { entryText } from "../../image/dockerfile/instruction.js";
import { humanSize } from "../../text/bytes.js";
import type { Printable } from "../../text/escape.js";
import { cutEnd, padEnd, padStart } from "../../text/width.js";
import { shareBarText } from "../text/share-bar-text.js";
import type { TextFrame } from "../text/text-frame.js";
import { type LayerChange, type LayerTableRow, layerRows } from "./layer-rows.js";

const BAR_COLUMNS = 10;
const GAP = "  ";

interface Cells {
  /** The index of the layer; empty for an instruction that made no layer. */
  readonly index: string;
  readonly size: string;
  readonly share: number;
  readonly changes: readonly LayerChange[];
  readonly instruction: Printable;
}

/** Returns the layers as a table in the order of the Dockerfile, including instructions without a layer. */
export function layersText(analysis: Analysis, frame: TextFrame): string[] {
  const { paint, columns } = frame;
  const rows = layerRows(analysis).map(cellsOf);
  const widths = {
    index: Math.max(...rows.map(({ index }) => index.length), 1),
    size: Math.max(...rows.map(({ size }) => size.length), 4),
    changes: Math.max(...rows.map(({ changes }) => changesText(changes).length), 7),
  };
  const before = widths.index + widths.size + BAR_COLUMNS + widths.changes + 4 * GAP.length;
  const room = Math.max(columns - before, 16);
  const heading = [
    padStart("#", widths.index),
    padStart("SIZE", widths.size),
    padEnd("SHARE", BAR_COLUMNS),
    padEnd("CHANGES", widths.changes),
    "INSTRUCTION",
  ];
  const lines = rows.map((row) => {
    const cells = [
      padStart(row.index, widths.index),
      padStart(row.size, widths.size),
      paint.cyan(padEnd(shareBarText(row.share, BAR_COLUMNS), BAR_COLUMNS)),
      padEnd(changesText(row.changes), widths.changes),
      cutEnd(row.instruction, room),
    ];
    if (row.index === "") return paint.dim(cells.join(GAP));
    cells[3] = coloured(row.changes, frame) + " ".repeat(widths.changes - changesText(row.changes).length);
    return cells.join(GAP);
  });
  return [paint.bold("Layers"), paint.dim(heading.join(GAP)), ...lines];
}

function cellsOf(row: LayerTableRow): Cells {
  const { layer, size, share, changes } = row;
  const instruction = entryText(row);
  if (layer === null) return { index: "", size: "", share, changes, instruction };
  return { index: String(layer), size: size === null ? "?" : humanSize(size), share, changes, instruction };
}

function changesText(changes: readonly LayerChange[]): string {
  return changes.map(({ text }) => text).join(" ");
}

function coloured(changes: readonly LayerChange[], { paint }: TextFrame): string {
  const paints = { "+": paint.green, "~": paint.yellow, "-": paint.red };
  return changes.map(({ sign, text }) => paints[sign](text)).join(" ");
}
