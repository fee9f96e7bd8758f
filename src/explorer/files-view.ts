import type { LayerView } from "../tree/changes.js";
import type { Folding } from "../tree/rows.js";
import type { Shown } from "../tree/shown.js";
import type { Instruction } from "./instructions.js";
import type { Filtered, Unfiltered } from "./path-filter.js";
import type { Folds, State } from "./state.js";

/** The tree as it is shown: computed from the state, and the same object while nothing of it changes. */
export interface FilesView {
  readonly layer: LayerView;
  readonly filtered: Filtered | null;
  readonly shown: Shown;
  readonly folding: Folding;
  /** The rows as nodes. */
  readonly rows: Int32Array;
  /** The row that the cursor stands on; −1 where there are none. */
  readonly cursor: number;
}

/** Rows up to which folders open by themselves. */
const ROWS_OPENED = 40;

export function chosenInstruction({ subject, layers }: State): Instruction | null {
  return subject.instructions.at(layers.cursor) ?? null;
}

export function filesView(state: State): FilesView {
  const { subject, files } = state;
  const unfiltered = unfilteredView(state);
  const filtered = subject.filtered(files.filter, unfiltered);
  const shown = filtered?.shown ?? unfiltered.shown;
  const folding = foldingOf(folds(state), shown);
  const rows = subject.rows(shown, folding, files.order);
  const cursor = subject.rowOf(rows, files.chosen);
  return { layer: unfiltered.view, filtered, shown, folding, rows, cursor };
}

/** What a filter would be about. */
export function unfilteredView(state: State): Unfiltered {
  const { subject, files } = state;
  const instruction = chosenInstruction(state);
  const upTo = subject.view(instruction?.upTo ?? -1);
  // An instruction without a layer changed nothing: what it leaves is what the layer below it left.
  const layer = instruction?.layer === null ? subject.unchanged(upTo) : upTo;
  const changes = files.changes[files.scope];
  return { view: layer, changes, shown: subject.shown(layer, changes) };
}

/** The folds that count now. */
export function folds({ files }: State): Folds {
  return files.folds[files.filter === "" ? "plain" : "filtered"];
}

function foldingOf({ base, opened }: Folds, { byDepth }: Shown): Folding {
  if (base === "open") return { openDepth: Number.POSITIVE_INFINITY, opened };
  if (base === "folded") return { openDepth: 1, opened };
  let openDepth = 1;
  let rows = byDepth[1] ?? 0;
  while (openDepth + 1 < byDepth.length && rows + byDepth[openDepth + 1] <= ROWS_OPENED) {
    openDepth++;
    rows += byDepth[openDepth];
  }
  return { openDepth, opened };
}
