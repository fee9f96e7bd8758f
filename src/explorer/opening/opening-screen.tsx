import { Box } from "ink";
import type { EarlyLayer } from "../../image/early-layer.js";
import { humanSize } from "../../text/bytes.js";
import { counted } from "../../text/count.js";
import type { Printable } from "../../text/escape.js";
import { padEnd, padStart } from "../../text/width.js";
import type { Area } from "../drawing/area.js";
import { type Look, literal, type Row, rowOf, type Span, span } from "../drawing/row.js";
import { RowTexts } from "../drawing/row-text.js";
import { beginning } from "../layers/instructions.js";

export interface OpeningProgress {
  /** The current work in one or two words. */
  readonly phase: string;
  readonly doneBytes: number;
  /** Bytes; `null` if unknown. */
  readonly totalBytes: number | null;
  /** True while a request waits for its next try, false when it is sent again. */
  readonly isRetryWait?: boolean;
}

interface Opening {
  readonly source: Printable;
  readonly progress: OpeningProgress;
  /** The layers of the image, oldest first; empty until they are known. */
  readonly layers: readonly EarlyLayer[];
  /** Milliseconds since the start. */
  readonly ms: number;
}

interface OpeningProps {
  readonly opening: Opening;
  readonly screen: Area;
  readonly look: Look;
}

/**
 * The screen while an image opens: the current work, its progress, the estimated remaining time, and the
 * layers of the image as soon as they are known.
 */
export function OpeningScreen({ opening, screen, look }: OpeningProps) {
  const { columns, rows } = screen;
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <RowTexts rows={rowsOf(opening, screen).slice(0, rows)} columns={columns} look={look} />
    </Box>
  );
}

/** Lines around the list of layers. */
const OTHER_LINES = 9;

function rowsOf({ source, progress, layers, ms }: Opening, { columns, rows }: Area): Row[] {
  const { phase, doneBytes, totalBytes } = progress;
  const width = Math.max(Math.min(columns - 4, 50), 10);
  const lines: Span[][] = [
    [],
    [span(literal("  ")), span(source, "bold", "accent")],
    [span(literal(`  ${phase}`), "dim")],
    [],
    totalBytes === null || totalBytes === 0 ? [] : barOf(doneBytes / totalBytes, width),
    [span(literal(`  ${amounts(doneBytes, totalBytes)}${remaining(progress, ms)}`))],
    ...layerLines(layers, rows - OTHER_LINES),
    [],
    [span(literal("  q"), "bold"), span(literal(" cancel"), "dim")],
  ];
  return lines.map((spans) => rowOf(spans));
}

/** Returns the instructions with the bytes of their layers, as many as fit; none if two do not fit. */
function layerLines(layers: readonly EarlyLayer[], room: number): Span[][] {
  if (layers.length === 0 || room < 2) return [];
  const shown = layers.length <= room ? layers : layers.slice(0, room - 1);
  const more = layers.length - shown.length;
  return [
    [],
    ...shown.map(layerLine),
    ...(more === 0
      ? []
      : [[span(literal(`${" ".repeat(11)}… ${counted(more, "more instruction")}`), "dim")]]),
  ];
}

function layerLine({ entry, bytes }: EarlyLayer): Span[] {
  const text = beginning(entry);
  if (bytes === null) return [span(literal(`${padStart("·", 9)}  `), "dim"), span(text, "dim")];
  return [span(literal(`${padStart(humanSize(bytes), 9)}  `)), span(text)];
}

function barOf(part: number, width: number): Span[] {
  const done = Math.round(Math.min(part, 1) * width);
  return [
    span(literal("  ")),
    span(literal(padEnd("━".repeat(done), 0)), "accent"),
    span(literal("─".repeat(width - done)), "dim"),
  ];
}

function amounts(done: number, total: number | null): string {
  if (total === null) return done === 0 ? "" : `${humanSize(done)} read`;
  return total === 0 ? "" : `${humanSize(done)} of ${humanSize(total)}`;
}

/**
 * Returns the remaining time. Empty in the first second and near the end: an estimate would be inaccurate, or
 * visible for too short a time.
 */
function remaining({ doneBytes, totalBytes }: OpeningProgress, ms: number): string {
  if (totalBytes === null || doneBytes === 0 || ms < 1000) return "";
  const seconds = Math.ceil(((totalBytes - doneBytes) / doneBytes) * (ms / 1000));
  return seconds < 2 ? "" : `, about ${seconds} s left`;
}
