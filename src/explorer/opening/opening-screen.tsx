import { Box } from "ink";
import { humanSize } from "../../text/bytes.js";
import type { Printable } from "../../text/escape.js";
import { padEnd } from "../../text/width.js";
import { type Look, own, type Row, rowOf, type Span, span } from "../drawing/row.js";
import { RowTexts } from "../drawing/row-text.js";
import type { Area } from "../layout.js";

export interface OpeningProgress {
  /** What is being done, in a word or two. */
  readonly phase: string;
  readonly doneBytes: number;
  /** `null` where nobody knows. */
  readonly totalBytes: number | null;
}

interface Opening {
  readonly source: Printable;
  readonly progress: OpeningProgress;
  /** Since it began. */
  readonly ms: number;
}

interface OpeningProps {
  readonly opening: Opening;
  readonly screen: Area;
  readonly look: Look;
}

/** The screen while an image opens: what is read, how far it is, how long it may still take. */
export function OpeningScreen({ opening, screen, look }: OpeningProps) {
  const { columns, rows } = screen;
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <RowTexts rows={rowsOf(opening, columns).slice(0, rows)} columns={columns} look={look} />
    </Box>
  );
}

function rowsOf({ source, progress, ms }: Opening, columns: number): Row[] {
  const { phase, doneBytes, totalBytes } = progress;
  const width = Math.max(Math.min(columns - 4, 50), 10);
  const lines: Span[][] = [
    [],
    [span(own("  ")), span(source, "bold", "accent")],
    [span(own(`  ${phase}`), "dim")],
    [],
    totalBytes === null || totalBytes === 0 ? [] : barOf(doneBytes / totalBytes, width),
    [span(own(`  ${amounts(doneBytes, totalBytes)}${remaining(progress, ms)}`))],
    [],
    [span(own("  q"), "bold"), span(own(" cancel"), "dim")],
  ];
  return lines.map((spans) => rowOf(spans));
}

function barOf(part: number, width: number): Span[] {
  const done = Math.round(Math.min(part, 1) * width);
  return [
    span(own("  ")),
    span(own(padEnd("━".repeat(done), 0)), "accent"),
    span(own("─".repeat(width - done)), "dim"),
  ];
}

function amounts(done: number, total: number | null): string {
  if (total === null) return done === 0 ? "" : `${humanSize(done)} read`;
  return total === 0 ? "" : `${humanSize(done)} of ${humanSize(total)}`;
}

/** Nothing is said in the first second, nor where the end is near: it would be a guess that nobody can read. */
function remaining({ doneBytes, totalBytes }: OpeningProgress, ms: number): string {
  if (totalBytes === null || doneBytes === 0 || ms < 1000) return "";
  const seconds = Math.ceil(((totalBytes - doneBytes) / doneBytes) * (ms / 1000));
  return seconds < 2 ? "" : `, about ${seconds} s left`;
}
