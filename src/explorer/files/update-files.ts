import { hasRows, isOpen } from "../../tree/view/rows.js";
import type { FilesAction } from "../action.js";
import type { State } from "../state.js";
import { folderAbove } from "./chains.js";
import { AUTO, type FilesState, folds, nextOrder, withFolds } from "./files-state.js";
import { filesView } from "./files-view.js";

/** Returns the state of the files pane after an action on it. */
export function updateFiles(state: State, action: FilesAction): FilesState {
  const { files } = state;
  switch (action.type) {
    case "toggle-change": {
      const mask = files.changes[files.scope] ^ (1 << action.change);
      return { ...files, changes: { ...files.changes, [files.scope]: mask } };
    }
    case "toggle-attributes":
      return { ...files, attributes: !files.attributes };
    case "toggle-flat":
      return { ...files, flat: !files.flat };
    case "next-order":
      return { ...files, order: nextOrder(files) };
    case "fold-all":
      return withFolds(files, { ...AUTO, base: action.folds });
    case "toggle-fold":
    case "to-parent":
    case "into-folder":
      return inTree(state, action.type);
    case "filter":
      // With other matches, folders are opened and closed automatically again.
      return { ...files, filter: action.text, folds: { ...files.folds, filtered: AUTO } };
  }
}

function inTree(state: State, action: "toggle-fold" | "to-parent" | "into-folder"): FilesState {
  const { files, subject } = state;
  const { tree } = subject.analysis;
  const view = filesView(state);
  const { rows, cursor, folding, shown } = view;
  if (cursor < 0) return files;
  const node = rows[cursor];
  const folder = hasRows(tree, shown, node);
  const open = folder && isOpen(folding, node, subject.outline.depths[node]);
  const fold = (to: boolean): FilesState => {
    const { base, opened } = folds(files);
    return { ...withFolds(files, { base, opened: new Map(opened).set(node, to) }), chosen: node };
  };
  if (action === "toggle-fold") return folder ? fold(!open) : files;
  if (action === "into-folder") {
    if (!folder) return files;
    return open ? { ...files, chosen: rows[cursor + 1] } : fold(true);
  }
  if (open) return fold(false);
  const parent = folderAbove(tree, view, node);
  return parent > 0 ? { ...files, chosen: parent } : files;
}
