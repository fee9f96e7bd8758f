import { type Area, LEAST } from "./drawing/area.js";
import type { PaneWidth } from "./settings.js";

/** The panes that can have the focus, in the order of `tab`. */
export const PANES = ["layers", "files", "waste"] as const;
export type Pane = (typeof PANES)[number];

/** The areas of the panes. A pane that does not fit has no area. */
export interface Layout {
  /** Side by side, a single pane, or none. */
  readonly kind: "wide" | "single" | "too small";
  readonly layers: Area | null;
  readonly detail: Area | null;
  readonly files: Area | null;
  /** The lower half of the tree if it is split; then `files` is the upper one. */
  readonly everything: Area | null;
  readonly waste: Area | null;
}

/** The minimum width for panes side by side. */
const WIDE = 100;

interface Contents {
  readonly columns: number;
  readonly rows: number;
  readonly focus: Pane;
  /** True if that pane fills the screen. */
  readonly zoomed: boolean;
  /** Lines of the layer list. */
  readonly instructions: number;
  /** Columns of the longest instruction. */
  readonly widest: number;
  /** Lines of the detail of the longest instruction. */
  readonly tallest: number;
  /**
   * Returns the lines of the detail of the selected row. Called only if one pane fills the screen, because it
   * wraps text.
   */
  chosenLines(): number;
  readonly copies: number;
  /** True if the tree is split in two halves. */
  readonly split: boolean;
  /** The width of the left column, if the user chose one. */
  readonly leftWidth?: PaneWidth | undefined;
}

/** Divides a screen: a line of header, the panes in their borders, a line of footer. */
export function layout(contents: Contents): Layout {
  const { columns, rows } = contents;
  const none = { layers: null, detail: null, files: null, everything: null, waste: null };
  if (columns < LEAST.columns || rows < LEAST.rows) return { kind: "too small", ...none };
  return contents.zoomed || columns < WIDE ? single(contents, none) : wide(contents);
}

function wide(contents: Contents): Layout {
  const { columns, rows, instructions, tallest, copies, split } = contents;
  const left = leftColumns(contents);
  // Header and footer; in the left column two borders and two dividers.
  const inner = rows - 2 - 4;
  const least = clamp(copies, 2, Math.floor(inner * 0.3));
  const wanted = clamp(instructions, 3, Math.floor(inner * 0.5));
  const usual = clamp(inner - 8, LEAST_DETAIL, WASTE_DETAIL);
  const detail = clamp(inner - least - wanted, 2, clamp(tallest, usual, MOST_DETAIL));
  // Space that the instructions do not need shows more of the waste.
  const waste = clamp(copies, least, Math.max(inner - wanted - detail, least));
  const area = (height: number): Area => ({ columns: left - 2, rows: height });
  return {
    kind: "wide",
    layers: area(inner - waste - detail),
    detail: area(detail),
    waste: area(waste),
    ...filesAreas({ columns: columns - left - 2, rows: rows - 4 }, { split }),
  };
}

/**
 * Returns the columns of the left column with its borders: the user's setting, else two fifths. On a wide
 * screen it is as wide as the instructions need, if the tree has enough space.
 */
function leftColumns({ columns, leftWidth: chosen, widest }: Contents): number {
  if (chosen === undefined) {
    const usual = clamp(Math.round(columns * 0.4), 42, 72);
    return clamp(widest + 2, usual, Math.max(columns - FILES_COLUMNS, usual));
  }
  const wanted = "columns" in chosen ? chosen.columns : Math.round((columns * chosen.percent) / 100);
  return clamp(wanted, LEAST_SIDE, columns - LEAST_SIDE);
}

/** The minimum width of a pane. */
const LEAST_SIDE = 30;
/** The columns that the tree needs on a wide screen. */
const FILES_COLUMNS = 100;
/** Lines of the detail: enough for a text about waste if they fit, at most enough for a long instruction. */
const LEAST_DETAIL = 6;
const WASTE_DETAIL = 10;
const MOST_DETAIL = 12;

/** Returns the area of the tree, or of its halves with a border line between them. */
function filesAreas(full: Area, { split }: Pick<Contents, "split">): Pick<Layout, "files" | "everything"> {
  if (!split) return { files: full, everything: null };
  const upper = (full.rows - 1) >> 1;
  return { files: { ...full, rows: upper }, everything: { ...full, rows: full.rows - 1 - upper } };
}

function single(
  { columns, rows, focus, zoomed, chosenLines, split }: Contents,
  none: Omit<Layout, "kind">,
): Layout {
  const full: Area = { columns: columns - 2, rows: rows - 4 };
  if (focus === "files") return { kind: "single", ...none, ...filesAreas(full, { split }) };
  const detail =
    zoomed || full.rows < 12 ? 0 : clamp(chosenLines(), 1, Math.min(Math.floor(full.rows * 0.4), 10));
  if (detail === 0) return { kind: "single", ...none, [focus]: full };
  return {
    kind: "single",
    ...none,
    [focus]: { columns: full.columns, rows: full.rows - detail - 1 },
    detail: { columns: full.columns, rows: detail },
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(Math.min(value, most), least);
}
