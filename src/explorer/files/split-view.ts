import type { Area } from "../drawing/area.js";
import type { PanePart } from "../pane-definition.js";
import type { State } from "../state.js";
import { type FilesScope, withFolds } from "./files-state.js";
import { filesView, withParentsOpen } from "./files-view.js";

/** The minimum number of rows of the screen for the split view. */
const ROWS_TO_SPLIT = 20;

/** Returns true if the tree is split: the changes of the layer above, all files below. */
export function isSplit({ files, screen }: State): boolean {
  return files.split && screen.rows >= ROWS_TO_SPLIT;
}

/** Returns the state as one half shows it. The half without the cursor follows the other one. */
export function stateOfHalf(state: State, scope: FilesScope): State {
  const { files } = state;
  if (scope === files.scope) return state;
  const { rows, cursor } = filesView(state);
  const followed = { ...files, scope, top: files.otherTop, chosen: cursor < 0 ? files.chosen : rows[cursor] };
  return {
    ...state,
    files: withFolds(followed, withParentsOpen({ ...state, files: followed }, followed.chosen)),
  };
}

/** Returns the scopes on the screen, from the top. */
export function scopesShown(state: State): readonly FilesScope[] {
  return isSplit(state) ? ["layer", "all"] : [state.files.scope];
}

/** Returns the area of the pane, or of the half, that shows a scope of the tree. */
export function areaOfHalf(state: State, scope: FilesScope, full: Area): Area {
  if (!isSplit(state)) return full;
  // A border line is between the halves.
  const upper = (full.rows - 1) >> 1;
  return { ...full, rows: scope === "layer" ? upper : full.rows - 1 - upper };
}

/** Returns the halves of the tree, or the whole. Only the half with the cursor is drawn with the focus. */
export function halvesOf(state: State, full: Area): PanePart[] {
  return scopesShown(state).map((scope) => {
    const half = stateOfHalf(state, scope);
    const isOther = scope !== state.files.scope && state.focus === "files";
    return { state: isOther ? { ...half, focus: "" } : half, area: areaOfHalf(state, scope, full) };
  });
}

export function toggleSplit(state: State): State {
  const { files, screen } = state;
  if (screen.rows < ROWS_TO_SPLIT && !files.split) {
    return {
      ...state,
      message: `two halves need a screen of ${ROWS_TO_SPLIT} rows; this one has ${screen.rows}`,
    };
  }
  return { ...state, focus: "files", files: { ...files, split: !files.split } };
}

/**
 * Switches to the other scope. In the split view, the other half gets the cursor and keeps its scroll
 * position.
 */
export function switchScope(state: State): State {
  const { files } = state;
  const other = files.scope === "layer" ? "all" : "layer";
  if (!isSplit(state)) return { ...state, files: { ...files, scope: other } };
  return { ...state, files: { ...stateOfHalf(state, other).files, otherTop: files.top } };
}
