import { type Look, literal, type Span, span } from "../drawing/row.js";

/** The sizes for a layer's bar, in bytes. */
interface Share {
  readonly size: number;
  /** Wasted bytes of the layer. */
  readonly wasted: number;
  /** Size of the biggest layer. */
  readonly most: number;
}

interface BarOptions {
  /** Columns of the biggest layer's bar. */
  readonly columns: number;
  /** True if the row is drawn in inverse, so that no colour is visible. */
  readonly inverse: boolean;
  readonly look: Look;
}

/**
 * Returns the bar of a layer. Its length is the size, its end is the wasted part. That part has another
 * colour, or another sign if there are no colours. Small parts are visible, too: wasted bytes take at least
 * one column of a bar with two or more columns.
 */
export function layerBar(
  { size, wasted, most }: Share,
  { columns, inverse, look }: BarOptions,
): readonly Span[] {
  const eighths = size === 0 ? 0 : Math.max(Math.round((size / most) * columns * 8), 1);
  const cells = Math.ceil(eighths / 8);
  const wastedCells = wastedPart({ share: size === 0 ? 0 : wasted / size, eighths, cells });
  const live = cells - wastedCells;
  const hasColour = look.colour && !inverse && look.ascii !== true;
  const rest = span(literal(" ".repeat(columns - cells)));
  if (wastedCells === 0) return [span(literal(blocks(eighths)), "share"), rest];
  const end = hasColour ? blocks(eighths - live * 8) : WASTED.repeat(wastedCells);
  return [span(literal("█".repeat(live)), "share"), span(literal(end), "wasted-share"), rest];
}

/** Returns whole columns, because a column has one colour. */
function wastedPart({ share, eighths, cells }: { share: number; eighths: number; cells: number }): number {
  if (share <= 0) return 0;
  if (share >= 1) return cells;
  // In a bar of one column, the bigger part is shown.
  if (cells < 2) return share >= 0.5 ? cells : 0;
  return Math.max(Math.min(Math.round((share * eighths) / 8), cells - 1), 1);
}

/** The sign of the wasted part without colours. */
const WASTED = "░";
const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

function blocks(eighths: number): string {
  return "█".repeat(eighths >> 3) + EIGHTHS[eighths & 7];
}
