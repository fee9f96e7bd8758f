import type { Analysis } from "../analysis/analyze.js";
import type { LayerMetrics } from "../analysis/metrics.js";
import type { Image } from "../image/image.js";
import { instructionText } from "../image/instruction.js";
import { humanSize } from "../text/bytes.js";
import type { Printable } from "../text/escape.js";
import { cutEnd, padEnd, padStart } from "../text/width.js";
import type { Frame } from "./frame.js";
import { shareBar } from "./share-bar.js";

const BAR_COLUMNS = 10;
const GAP = "  ";

interface LayerRow {
  /** Empty for an instruction that made no layer. */
  readonly index: string;
  readonly size: string;
  readonly share: number;
  readonly changes: readonly Change[];
  readonly instruction: Printable;
}

interface Change {
  readonly sign: "+" | "~" | "-";
  readonly text: string;
}

/** The layers as a table in the order of the Dockerfile, instructions without a layer among them. */
export function layersText({ image, metrics }: Analysis, frame: Frame): string[] {
  const { paint, columns } = frame;
  const rows = layerRows(image, metrics.layers, Math.max(metrics.size, 1));
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
      paint.cyan(padEnd(shareBar(row.share, BAR_COLUMNS), BAR_COLUMNS)),
      padEnd(changesText(row.changes), widths.changes),
      cutEnd(row.instruction, room),
    ];
    if (row.index === "") return paint.dim(cells.join(GAP));
    cells[3] = coloured(row.changes, frame) + " ".repeat(widths.changes - changesText(row.changes).length);
    return cells.join(GAP);
  });
  return [paint.bold("Layers"), paint.dim(heading.join(GAP)), ...lines];
}

/** The history's entries in order; layers that it does not tell of come last. */
function layerRows(image: Image, metrics: readonly LayerMetrics[], total: number): LayerRow[] {
  const told = new Set(image.history.map(({ layer }) => layer));
  const untold = [...metrics.keys()].filter((layer) => !told.has(layer));
  const entries = [
    ...image.history.map(({ layer, createdBy }) => ({ layer, createdBy })),
    ...untold.map((layer) => ({ layer, createdBy: null })),
  ];
  return entries.map(({ layer, createdBy }) => {
    const instruction = instructionText(createdBy);
    if (layer === null) return { index: "", size: "", share: 0, changes: [], instruction };
    const { size, added, modified, removed } = metrics[layer];
    return {
      index: String(layer),
      size: size === null ? "?" : humanSize(size),
      share: (size ?? 0) / total,
      changes: [...change("+", added), ...change("~", modified), ...change("-", removed)],
      instruction,
    };
  });
}

function change(sign: Change["sign"], count: number | null): Change[] {
  return count === null || count === 0 ? [] : [{ sign, text: `${sign}${count.toLocaleString("en")}` }];
}

function changesText(changes: readonly Change[]): string {
  return changes.map(({ text }) => text).join(" ");
}

function coloured(changes: readonly Change[], { paint }: Frame): string {
  const paints = { "+": paint.green, "~": paint.yellow, "-": paint.red };
  return changes.map(({ sign, text }) => paints[sign](text)).join(" ");
}
