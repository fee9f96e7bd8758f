import type { LayerView } from "../../tree/changes.js";
import type { Node } from "../../tree/file-tree.js";
import type { ChangesBelow } from "../../tree/view/changes-below.js";
import type { SizeGrowth } from "../../tree/view/growth.js";
import type { JoinedRows } from "../../tree/view/joined-rows.js";
import type { Folding } from "../../tree/view/rows.js";
import type { Shown } from "../../tree/view/shown.js";
import { chosenInstruction, compared, comparedView } from "../layers/chosen-layer.js";
import type { State } from "../state.js";
import { endOfChain, NO_CHAINS } from "./chains.js";
import { type Folds, folds } from "./files-state.js";
import type { Filtered, Unfiltered } from "./path-filter.js";

/** The visible tree, computed from the state. It is the same object as long as it does not change. */
export interface FilesView {
  readonly layer: LayerView;
  readonly filtered: Filtered | null;
  readonly shown: Shown;
  /** The changes of the visible paths. */
  readonly changes: ChangesBelow;
  /** The growth of the visible paths; `null` if it is not shown. */
  readonly growth: SizeGrowth | null;
  readonly folding: Folding;
  /** The rows as nodes. */
  readonly rows: Int32Array;
  /** For a folder that shares a row with a folder in it: that folder. */
  readonly into: JoinedRows["into"];
  /** The row of the cursor; −1 if there are no rows. */
  readonly cursor: number;
}

/** The maximum number of rows that are opened automatically. */
const ROWS_OPENED = 40;

export function filesView(state: State): FilesView {
  const { subject, files } = state;
  const unfiltered = unfilteredView(state);
  const filtered = subject.filtered(files.filter, unfiltered);
  const shown = filtered?.shown ?? unfiltered.shown;
  const changes = subject.changesBelow(unfiltered.view, shown);
  const folding = foldingOf(folds(files), shown, changes);
  const growth = files.growth ? changes.growth : null;
  const layer = unfiltered.view;
  const { rows, into } = files.flat
    ? { rows: subject.flatRows(shown, layer), into: NO_CHAINS }
    : subject.joined(subject.rows(shown, folding, { order: files.order, changes, growth }), shown, layer);
  const cursor = subject.rowOf(rows, endOfChain(into, files.chosen));
  return { layer, filtered, shown, changes, growth, folding, rows, into, cursor };
}

/** Returns the view and the visible paths to which a filter applies. */
export function unfilteredView(state: State): Unfiltered {
  const { subject, files } = state;
  const view = viewOf(state);
  const changes = files.changes[files.scope];
  return { view, changes, shown: subject.shown(view, changes) };
}

function viewOf(state: State): LayerView {
  const { subject } = state;
  const between = compared(state);
  if (between !== null) return comparedView(state, between);
  const instruction = chosenInstruction(state);
  const upTo = subject.view(instruction?.upTo ?? -1);
  // An instruction without a layer changed nothing: its filesystem is that of the layer below it.
  return instruction?.layer === null ? subject.unchanged(upTo) : upTo;
}

/** Returns the folds in which the parent folders of a path are open, if the tree shows the path. */
export function withParentsOpen(state: State, node: Node): Folds {
  const { subject, files } = state;
  const { folding, shown } = filesView(state);
  const parent = subject.analysis.tree.parent(node);
  const now = folds(files);
  return shown.kept[node] === 0 || parent <= 0 ? now : subject.withParentsOpen(now, folding, parent);
}

function foldingOf({ base, opened }: Folds, { byDepth }: Shown, changes: ChangesBelow): Folding {
  const openDepth = Number.POSITIVE_INFINITY;
  if (base === "open") return { openDepth, opened };
  if (base === "changed") return { openDepth, opened, changed: changes };
  if (base === "folded") return { openDepth: 1, opened };
  if (typeof base === "number") return { openDepth: base + 1, opened };
  let depth = 1;
  let rows = byDepth[1] ?? 0;
  while (depth + 1 < byDepth.length && rows + byDepth[depth + 1] <= ROWS_OPENED) {
    depth++;
    rows += byDepth[depth];
  }
  return { openDepth: depth, opened };
}
