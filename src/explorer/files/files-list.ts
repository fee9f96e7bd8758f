import { escapeText } from "../../text/escape.js";
import { MODIFIED } from "../../tree/changes.js";
import { hasRows } from "../../tree/view/rows.js";
import { entryAt } from "../../tree/view/shown.js";
import { changeText } from "../../words/path-change-words.js";
import { isOfImages } from "../comparison/notes.js";
import type { Area } from "../drawing/area.js";
import { chosenInstruction } from "../layers/chosen-layer.js";
import { moved, scrolled } from "../list.js";
import { contentRow } from "../pages/facts/file-facts.js";
import { openChosen, openDifference, openFacts } from "../pages/view/open-entry.js";
import type { PaneList } from "../pane-list.js";
import type { State } from "../state.js";
import type { FilesScope } from "./files-state.js";
import { filesView } from "./files-view.js";
import { areaOfHalf, isSplit, stateOfHalf } from "./split-view.js";
import { updateFiles } from "./update-files.js";

/**
 * The list of the tree, or of the files. The cursor is on the path that was chosen last, or near it: see
 * `filesView`.
 */
export const FILES_LIST: PaneList = {
  cursor: (state) => filesView(state).cursor,
  top: ({ files }) => files.top,
  lineCount: (state) => filesView(state).rows.length,
  rowWithin: (state, { top, height }) => Math.max(Math.min(filesView(state).cursor, top + height - 1), top),
  selected: (state, row) => {
    const node = filesView(state).rows.at(row);
    return node === undefined ? state : { ...state, files: { ...state.files, chosen: node } };
  },
  withTop: (state, top) => ({ ...state, files: { ...state.files, top } }),
  moved: (state, to, area) => {
    const { rows, cursor } = filesView(state);
    if (cursor < 0) return state;
    const row = moved(cursor, to, { count: rows.length, height: heightOf(state, state.files.scope, area) });
    return { ...state, files: { ...state.files, chosen: rows[row] } };
  },
  opened: (state) => (isFolderChosen(state) ? folded(state) : (openChange(state) ?? openChosen(state))),
  settled: (state, before, area) => ({
    ...state,
    files: { ...state.files, ...filesTops(before, state, area) },
  }),
};

function folded(state: State): State {
  return { ...state, files: updateFiles(state, { type: "toggle-fold" }) };
}

function isFolderChosen(state: State): boolean {
  const { rows, cursor, shown, layer } = filesView(state);
  if (cursor < 0) return true;
  const { tree } = state.subject.analysis;
  return hasRows(tree, shown, rows[cursor]) || tree.entries.isFolder(entryAt(layer, rows[cursor]));
}

function filesTops(
  before: State,
  state: State,
  area: Area | null,
): { readonly top: number; readonly otherTop: number } {
  const { scope, otherTop } = state.files;
  if (chosenInstruction(state) === null) return { top: 0, otherTop: 0 };
  const top = filesTop(before, state, { scope, area });
  if (!isSplit(state)) return { top, otherTop };
  return { top, otherTop: filesTop(before, state, { scope: scope === "layer" ? "all" : "layer", area }) };
}

/**
 * If the rows changed, the cursor keeps its place on the screen; otherwise the list scrolls as little as
 * possible.
 */
function filesTop(
  before: State,
  state: State,
  { scope, area }: { readonly scope: FilesScope; readonly area: Area | null },
): number {
  const half = stateOfHalf(state, scope);
  const now = filesView(half);
  const sameBefore = halfBefore(before, state, scope);
  const old = sameBefore === null ? now : filesView(sameBefore);
  const top =
    sameBefore === null || now.rows === old.rows
      ? half.files.top
      : now.cursor - (old.cursor - sameBefore.files.top);
  return scrolled(top, now.cursor, { count: now.rows.length, height: heightOf(state, scope, area) });
}

/** Returns the earlier state of a half; `null` for a half that was not visible. */
function halfBefore(before: State, state: State, scope: FilesScope): State | null {
  if (!isSplit(state)) return before;
  return isSplit(before) || scope === before.files.scope ? stateOfHalf(before, scope) : null;
}

/** Returns the rows of the pane, or of the half, that shows a scope of the tree. */
function heightOf(state: State, scope: FilesScope, area: Area | null): number {
  return area === null ? 0 : areaOfHalf(state, scope, area).rows;
}

/**
 * Returns the state after `⏎` on a path that differs between two images: the difference of its contents or of
 * its metadata. `null` if only one version exists: then that version is opened.
 */
function openChange(state: State): State | null {
  const { comparison } = state.subject;
  const { rows, cursor, layer } = filesView(state);
  const node = cursor < 0 ? -1 : rows[cursor];
  if (comparison === null || layer.changes[node] !== MODIFIED) return null;
  const { entries } = state.subject.analysis.tree;
  const [before, after] = [layer.below[node], layer.rootfs[node]];
  const hasContent = contentRow(entries, before) >= 0 && contentRow(entries, after) >= 0;
  if (hasContent && layer.metadataOnly?.[node] !== 1) return openDifference(state, before, after);
  const differs = isOfImages(comparison, layer, node) ? changeText(comparison.comparison, node) : "";
  return openFacts(state, after, differs === "" ? null : escapeText(`what differs: ${differs}`));
}
