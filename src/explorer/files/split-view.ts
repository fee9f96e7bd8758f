import type { State } from "../state.js";
import { type FilesScope, withFolds } from "./files-state.js";
import { filesView, wayOpened } from "./files-view.js";

/** Rows of a screen from which on the tree may be split. */
const ROWS_TO_SPLIT = 20;

/** Whether the tree is split: what the layer changed above, everything so far below. */
export function isSplit({ files, screen }: State): boolean {
  return files.split && screen.rows >= ROWS_TO_SPLIT;
}

/** The state as the half of a scope shows it. The half without the cursor follows the one that has it. */
export function stateOfHalf(state: State, scope: FilesScope): State {
  const { files } = state;
  if (scope === files.scope) return state;
  const { rows, cursor } = filesView(state);
  const followed = { ...files, scope, top: files.otherTop, chosen: cursor < 0 ? files.chosen : rows[cursor] };
  return { ...state, files: withFolds(followed, wayOpened({ ...state, files: followed }, followed.chosen)) };
}

/** The scopes that are on the screen, from the top. */
export function scopesShown(state: State): readonly FilesScope[] {
  return isSplit(state) ? ["layer", "all"] : [state.files.scope];
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

/** Switches to the other scope. In the split view, the other half gets the cursor and keeps its window. */
export function switchScope(state: State): State {
  const { files } = state;
  const other = files.scope === "layer" ? "all" : "layer";
  if (!isSplit(state)) return { ...state, files: { ...files, scope: other } };
  return { ...state, files: { ...stateOfHalf(state, other).files, otherTop: files.top } };
}
