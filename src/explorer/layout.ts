import { type Area, LEAST } from "./drawing/area.js";
import { clamp } from "./list.js";
import type { Height, PaneDefinition } from "./pane-definition.js";
import { detailOf, PANES, paneOf } from "./panes.js";
import type { State } from "./state.js";

/** The name of the pane with the text about the selected row. It cannot have the focus. */
export const DETAIL = "detail";

export interface PlacedPane {
  readonly name: string;
  readonly area: Area;
}

/** The panes on the screen. A pane that does not fit has no place. */
export interface Layout {
  /** Side by side, a single pane, or none. */
  readonly kind: "wide" | "single" | "too small";
  /** The columns from the left, and the panes of each from the top. */
  readonly columns: readonly (readonly PlacedPane[])[];
}

/** Returns the area of a pane; `null` if it is not on the screen. */
export function areaOf({ columns }: Layout, name: string): Area | null {
  return columns.flat().find((pane) => pane.name === name)?.area ?? null;
}

/** The minimum width for panes side by side. */
const WIDE = 100;

/** Divides the screen of a state: a line of header, the panes in their borders, a line of footer. */
export function layoutOf(state: State): Layout {
  const { columns, rows } = state.screen;
  if (columns < LEAST.columns || rows < LEAST.rows) return { kind: "too small", columns: [] };
  return state.zoomed || columns < WIDE ? single(state) : wide(state);
}

function wide(state: State): Layout {
  const left = leftColumns(state);
  return {
    kind: "wide",
    columns: [
      placed(state, slotsOf("left"), left - 2),
      placed(state, slotsOf("right"), state.screen.columns - left - 2),
    ],
  };
}

/** A pane of a column, before its height is known. */
type Slot = Pick<PaneDefinition, "name" | "height">;

/** Returns the panes of a column. The detail is below the first list. */
function slotsOf(column: PaneDefinition["column"]): Slot[] {
  const panes: Slot[] = PANES.filter((pane) => pane.column === column);
  return column === "left" ? panes.toSpliced(1, 0, { name: DETAIL, height: detailHeight }) : panes;
}

const NONE: Height = { least: 0, most: 0 };
/** The minimum number of rows of the first list of a column. */
const LEAST_ROWS = 2;

/**
 * Divides a column. Each pane gets the rows that it needs. The rest goes to the panes below the first one, as
 * much as they can use, from the top; then to the first one. If there is too little space, the last panes
 * are left out.
 */
function placed(state: State, slots: readonly Slot[], columns: number): PlacedPane[] {
  // Header and footer, borders and dividers.
  const rows = state.screen.rows - 2 - (slots.length + 1);
  const [first, ...others] = slots.map((slot) => slot.height?.(state, rows) ?? NONE);
  let rest = rows - first.least - others.reduce((sum, { least }) => sum + least, 0);
  const heights = others.map(({ least, most }) => {
    const more = clamp(rest, 0, most - least);
    rest -= more;
    return least + more;
  });
  const firstRows = rows - heights.reduce((sum, height) => sum + height, 0);
  if (firstRows < LEAST_ROWS) return placed(state, withoutLast(state, slots), columns);
  return slots.map(({ name }, at) => ({ name, area: { columns, rows: [firstRows, ...heights][at] } }));
}

/** Leaves out the last pane without the focus. */
function withoutLast({ focus }: State, slots: readonly Slot[]): Slot[] {
  const at = slots.findLastIndex(({ name }) => name !== focus);
  return slots.toSpliced(Math.max(at, 1), 1);
}

/** Lines of the detail: enough for a text about waste if they fit, at most enough for a long instruction. */
const LEAST_DETAIL = 6;
const WASTE_DETAIL = 10;
const MOST_DETAIL = 12;

function detailHeight({ subject, screen }: State, rows: number): Height {
  const usual = clamp(rows - 8, LEAST_DETAIL, WASTE_DETAIL);
  const tallest =
    subject.comparison === null ? subject.instructionSizes(screen.columns).lines : Number.POSITIVE_INFINITY;
  return { least: 2, most: clamp(tallest, usual, MOST_DETAIL) };
}

/** The minimum width of a pane. */
const LEAST_SIDE = 30;
/** The columns that the tree needs on a wide screen. */
const FILES_COLUMNS = 100;

/**
 * Returns the columns of the left column with its borders: the user's setting, else two fifths. On a wide
 * screen it is as wide as its panes need, if the tree has enough space.
 */
function leftColumns(state: State): number {
  const { columns } = state.screen;
  const chosen = state.leftWidth;
  if (chosen === undefined) {
    const usual = clamp(Math.round(columns * 0.4), 42, 72);
    const widest = Math.max(
      ...PANES.map((pane) => (pane.column === "left" ? (pane.width?.(state) ?? 0) : 0)),
    );
    return clamp(widest + 2, usual, Math.max(columns - FILES_COLUMNS, usual));
  }
  const wanted = "columns" in chosen ? chosen.columns : Math.round((columns * chosen.percent) / 100);
  return clamp(wanted, LEAST_SIDE, columns - LEAST_SIDE);
}

/** Returns the pane with the focus, and the detail below a pane of the left column. */
function single(state: State): Layout {
  const columns = state.screen.columns - 2;
  const rows = state.screen.rows - 4;
  const pane = paneOf(state.focus);
  const most = Math.min(Math.floor(rows * 0.4), 10);
  const height = () => {
    const lines = clamp(detailOf(state).lines?.(columns) ?? most, 1, most);
    return { least: lines, most: lines };
  };
  const isAlone = pane.column === "right" || state.zoomed || rows < 12;
  const slots = isAlone ? [pane] : [pane, { name: DETAIL, height }];
  return { kind: "single", columns: [placed(state, slots, columns)] };
}
