import { hasRows, isOpen } from "../../tree/view/rows.js";
import type { PaneDefinition } from "../pane-definition.js";
import type { State } from "../state.js";
import { FILES_KEYS } from "./files-keys.js";
import { FILES_LIST } from "./files-list.js";
import { FILES_VIEW } from "./files-pane.js";
import { filesView } from "./files-view.js";
import { halvesOf } from "./split-view.js";

/** The pane of the tree. */
export const FILES: PaneDefinition = {
  name: "files",
  selects: { keys: ["2"], title: "files" },
  keys: FILES_KEYS,
  column: "right",
  list: FILES_LIST,
  view: () => FILES_VIEW,
  parts: halvesOf,
  openWord,
  // A click in a half of the tree moves the cursor there.
  beforeClick: ({ files }, scope) => (scope === files.scope ? [] : [{ type: "switch-scope" }]),
  onMark: { type: "toggle-fold" },
};

/**
 * Returns the effect of `⏎`. All words have the same length, so that the footer does not move when the cursor
 * moves.
 */
function openWord(state: State, usual: string): string {
  const { rows, cursor, shown, folding } = filesView(state);
  const { analysis, outline } = state.subject;
  const isFolder = cursor >= 0 && hasRows(analysis.tree, shown, rows[cursor]);
  return isFolder && isOpen(folding, rows[cursor], outline.depths[rows[cursor]]) ? "fold" : usual;
}
