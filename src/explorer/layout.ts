import type { PaneWidth } from "./settings.js";

/** Cells of a pane's content, without its border. */
export interface Area {
  readonly columns: number;
  readonly rows: number;
}

export type Pane = "layers" | "files" | "waste";
export const PANES: readonly Pane[] = ["layers", "files", "waste"];

/** Where the screen has no room for a pane, that pane has no area. */
export interface Layout {
  /** Side by side, one at a time, or not at all. */
  readonly kind: "wide" | "single" | "too small";
  readonly layers: Area | null;
  readonly detail: Area | null;
  readonly files: Area | null;
  /** The lower half of the tree where it is split; `files` is the upper one then. */
  readonly everything: Area | null;
  readonly waste: Area | null;
}

export const LEAST = { columns: 40, rows: 12 };
/** From this width on the panes are side by side. */
const WIDE = 100;

interface Contents {
  readonly columns: number;
  readonly rows: number;
  readonly focus: Pane;
  /** That pane fills the screen. */
  readonly zoomed: boolean;
  /** Lines of the list of instructions. */
  readonly instructions: number;
  /** Columns that the longest instruction needs. */
  readonly widest: number;
  /** Lines that the detail of the tallest instruction needs. */
  readonly tallest: number;
  /** Lines that the detail of the chosen row needs: measured only if one pane fills the screen, since it wraps text. */
  chosenLines(): number;
  readonly copies: number;
  /** Whether the tree is split in two halves. */
  readonly split: boolean;
  /** Of the left column, if the user chose one. */
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
  // What the instructions leave empty shows more of the waste.
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

/** Columns of the left column with its borders: as set, else two fifths, and on a wide screen as many as the instructions need and the tree does not. */
function leftColumns({ columns, leftWidth: chosen, widest }: Contents): number {
  if (chosen === undefined) {
    const usual = clamp(Math.round(columns * 0.4), 42, 72);
    return clamp(widest + 2, usual, Math.max(columns - FILES_COLUMNS, usual));
  }
  const wanted = "columns" in chosen ? chosen.columns : Math.round((columns * chosen.percent) / 100);
  return clamp(wanted, LEAST_SIDE, columns - LEAST_SIDE);
}

/** Columns below which a row of a pane cannot be read. */
const LEAST_SIDE = 30;
/** Columns that the tree needs on a wide screen. */
const FILES_COLUMNS = 100;
/** Lines of the detail: enough for a text about waste where the screen has room, at most enough for a long instruction. */
const LEAST_DETAIL = 6;
const WASTE_DETAIL = 10;
const MOST_DETAIL = 12;

/** The tree's pane, or its halves with a line of border between them. */
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
