import { holdsRows } from "../../tree/rows.js";
import type { Scope } from "../files/files-state.js";
import { filesView } from "../files/files-view.js";
import { halfOf } from "../files/halves.js";
import { lineCount, rowOfLine } from "../layers/layer-list.js";
import type { Area, Layout, Pane } from "../layout.js";
import type { State } from "../state.js";
import { listedCount, wasteRows } from "../waste/waste-rows.js";

/** A cell of the screen; both from 0. */
export interface Cell {
  readonly column: number;
  readonly row: number;
}

/** What a cell of the screen belongs to. */
export type Spot =
  | {
      readonly is: "row";
      readonly pane: Pane;
      /** Of the list that the pane shows a part of. */
      readonly row: number;
      /** In the tree: of what is shown there, or of the half of it. */
      readonly scope: Scope;
      /** It is the mark that folds a folder, or a group of waste. */
      readonly mark: boolean;
    }
  /** A pane's border, or the room below its rows. */
  | { readonly is: "pane"; readonly pane: Pane; readonly scope: Scope }
  | { readonly is: "page" }
  | { readonly is: "nothing" };

const NOTHING: Spot = { is: "nothing" };

/** What stands in a cell, by where the panes are. */
export function whatIsAt(state: State, layout: Layout, { column, row }: Cell): Spot {
  const inside = row > 0 && row < state.screen.rows - 1;
  if (!inside || layout.kind === "too small") return NOTHING;
  if (state.pages.length > 0) return { is: "page" };
  const region = regionsOf(state, layout).find(
    ({ left, top, area }) =>
      column >= left - 1 && column <= left + area.columns && row >= top - 1 && row < top + area.rows,
  );
  if (region === undefined || region.pane === null) return NOTHING;
  const { pane, left, top, area, scope } = region;
  const half = halfOf(state, scope);
  const line = topOf(half, pane) + row - top;
  const isLine = row >= top && column >= left && column < left + area.columns && line < countOf(half, pane);
  const at = !isLine ? null : pane === "layers" ? rowOfLine(state.subject.layerList, line) : line;
  if (at === null) return { is: "pane", pane, scope };
  return {
    is: "row",
    pane,
    row: at,
    scope,
    mark: isMark(half, area, { pane, column: column - left, row: at }),
  };
}

/** Where the content of a pane stands on the screen; `pane` is `null` for what cannot have the focus. */
interface Region {
  readonly pane: Pane | null;
  readonly left: number;
  readonly top: number;
  readonly area: Area;
  /** What the tree's pane shows, or this half of it; elsewhere the state's. */
  readonly scope: Scope;
}

/** The panes, one below the other in each column, with a line of border above each. */
function regionsOf(state: State, { kind, layers, detail, waste, files, everything }: Layout): Region[] {
  const { scope } = state.files;
  const tree: Part[] =
    everything === null
      ? [["files", files, scope]]
      : [
          ["files", files, "layer"],
          ["files", everything, "all"],
        ];
  const details: Part = [null, detail, scope];
  const lists: Part[] = [
    ["layers", layers, scope],
    ...(layers === null ? [] : [details]),
    ["waste", waste, scope],
    // Below the list that it is about.
    ...(layers === null ? [details] : []),
  ];
  if (kind === "single") return below([...lists, ...tree], 1);
  return [...below(lists, 1), ...below(tree, state.screen.columns - (files?.columns ?? 0) - 1)];
}

type Part = readonly [pane: Pane | null, area: Area | null, scope: Scope];

function below(parts: readonly Part[], left: number): Region[] {
  let top = 2;
  const regions: Region[] = [];
  for (const [pane, area, scope] of parts) {
    if (area === null) continue;
    regions.push({ pane, left, top, area, scope });
    top += area.rows + 1;
  }
  return regions;
}

/** The first line of a pane's list that is on the screen. */
function topOf({ layers, files, waste }: State, pane: Pane): number {
  return { layers: layers.top, files: files.top, waste: waste.list.top }[pane];
}

/** How many lines a pane's list has: in the list of layers one may be none of its rows. */
export function countOf(state: State, pane: Pane): number {
  if (pane === "layers") return lineCount(state.subject.layerList);
  if (pane === "files") return filesView(state).rows.length;
  return listedCount(state);
}

/** Columns of the tree's pane from which on mode and owner leave room enough for names. */
const WIDE_ENOUGH = 56;

/** Columns of mode and owner before a row of the tree; 0 where they are not shown. */
export function attributeColumns({ subject, files }: State, { columns }: Area): number {
  return files.attributes && columns >= WIDE_ENOUGH ? 12 + subject.ownerColumns : 0;
}

/** Columns of size and sign, which stand before a row's depth. */
const SIZE_COLUMNS = 8 + 1 + 2;
/** Columns of the growth behind the size, where it is shown. */
const GROWTH_COLUMNS = 9;
const MARK_COLUMNS = 2;

/** Columns of bytes and number before the mark of a group of waste. */
const BEFORE_GROUP_MARK = 7 + 1 + 5 + 1;

function isMark(state: State, area: Area, { pane, column, row }: Cell & { readonly pane: Pane }): boolean {
  if (pane === "waste") return isGroupMark(state, { column, row });
  return pane === "files" && isFolderMark(state, area, { column, row });
}

function isGroupMark(state: State, { column, row }: Cell): boolean {
  const line = wasteRows(state).at(row);
  if (line === null || !("group" in line) || line.group.copies.length === 1) return false;
  return column >= BEFORE_GROUP_MARK && column < BEFORE_GROUP_MARK + MARK_COLUMNS;
}

function isFolderMark(state: State, area: Area, { column, row }: Cell): boolean {
  const { subject, files } = state;
  const { rows, shown } = filesView(state);
  const node = rows[row];
  if (!holdsRows(subject.analysis.tree, shown, node)) return false;
  const indent = 2 * (subject.outline.depths[node] - 1);
  const from = attributeColumns(state, area) + SIZE_COLUMNS + (files.growth ? GROWTH_COLUMNS : 0) + indent;
  return column >= from && column < from + MARK_COLUMNS;
}
