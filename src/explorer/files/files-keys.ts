import { ADDED, MODIFIED, REMOVED, UNCHANGED } from "../../tree/changes.js";
import { hasRows, isOpen } from "../../tree/view/rows.js";
import { ANY_PANE, type Binding, bindings, type KeyPlace } from "../keys/binding.js";
import { noPath, onlyOfFiles } from "../keys/disabled.js";
import { openChosenFacts } from "../pages/view/open-entry.js";
import type { State } from "../state.js";
import { folderAbove } from "./chains.js";
import { chosenNode } from "./chosen-path.js";
import { filesView } from "./files-view.js";

const FILES: readonly KeyPlace[] = ["files"];

const noFilter = ({ files }: State) =>
  files.filter.trim() === "" ? "there are no matches without a filter: / sets one" : null;

/** Returns the reason why folders cannot be opened and closed. */
const noTree = ({ files }: State) => (files.flat ? "the flat list has no folders: S shows the tree" : null);

/** Returns the reason why the order of the files cannot be changed. */
const notSorted = (state: State) =>
  onlyOfFiles("is sorted by size")(state) ??
  (state.files.flat ? "the flat list is sorted by size: S shows the tree" : null);

const isFolder = (state: State) => {
  const { rows, cursor, shown } = filesView(state);
  return cursor >= 0 && hasRows(state.subject.analysis.tree, shown, rows[cursor]);
};

const noFolder = (state: State) => {
  if (chosenNode(state) === null) return "there is no path here";
  if (state.files.flat) return noTree(state);
  return isFolder(state) ? null : "nothing below this path is shown";
};

const noParent = (state: State) => {
  const view = filesView(state);
  const { rows, cursor, folding } = view;
  if (cursor < 0) return "there is no path here";
  if (state.files.flat) return noTree(state);
  const { analysis, outline } = state.subject;
  if (isFolder(state) && isOpen(folding, rows[cursor], outline.depths[rows[cursor]])) return null;
  return folderAbove(analysis.tree, view, rows[cursor]) > 0 ? null : "there is no folder above this one";
};

/** Returns true if esc has no filter and no mark to clear. */
export function hasNothingToEnd({ files, layers }: State): boolean {
  return files.filter.trim() === "" && layers.marked === null;
}

const nothingToEnd = (state: State) =>
  hasNothingToEnd(state) && !state.fromImage ? "there is no filter and no mark to clear: q quits" : null;

/** The keys of the files. Most of them also work while another pane has the focus. */
export const FILES_KEYS: readonly Binding[] = [
  ...bindings("Files", { places: [ANY_PANE], disabled: onlyOfFiles("is that of the whole image") }, [
    [["a"], { type: "switch-scope" }, "changes of this layer, or all layers up to it", "all layers"],
  ]),
  ...bindings("Files", { places: [ANY_PANE], disabled: onlyOfFiles("has no filter") }, [
    [
      ["/", "ctrl-f"],
      { type: "prompt-start", kind: "filter" },
      "filter: text, *.glob, !not, ^start, end$, re:regex, >1MB",
      "filter",
    ],
  ]),
  ...bindings("Files", { places: [ANY_PANE], disabled: notSorted }, [
    [
      ["s", "ctrl-o"],
      { type: "next-order" },
      "sort by name, size or change; for two images also by growth",
      "sort",
    ],
  ]),
  ...bindings("Files", { places: FILES, disabled: noPath }, [
    [["enter"], { type: "open" }, "view the file; open or close the folder", "open"],
  ]),
  ...bindings("Files", { places: FILES, disabled: noFolder }, [
    [["space"], { type: "toggle-fold" }, "open or close the folder"],
    [["right", "l"], { type: "into-folder" }, "open the folder, or go into it"],
  ]),
  ...bindings("Files", { places: FILES, disabled: noParent }, [
    [["left", "h"], { type: "to-parent" }, "close the folder, or go to its parent"],
  ]),
  ...bindings("Files", { places: FILES, disabled: noTree }, [
    [["z", "ctrl-space"], { type: "fold-all", folds: "folded" }, "close all folders"],
    [["Z"], { type: "fold-all", folds: "open" }, "open all folders"],
    [["x"], { type: "fold-all", folds: "auto" }, "open as many folders as fit on the screen"],
    [["u"], { type: "fold-all", folds: "changed" }, "open folders with changes, close the others"],
  ]),
  ...bindings("Files", { places: [ANY_PANE], disabled: nothingToEnd }, [
    [["esc"], { type: "end-filter" }, "clear the filter or the mark of m; leave a comparison"],
  ]),
  ...bindings("Files", { places: FILES, disabled: noPath }, [
    [
      ["I"],
      { type: "apply", name: "view-facts", apply: openChosenFacts },
      "details of the path: mode, owner, times, layer",
    ],
  ]),
  ...bindings("Files", { places: FILES, disabled: noPath }, [
    [
      ["e", "ctrl-e"],
      { type: "prompt-start", kind: "save" },
      "extract: save the file or folder to the disk",
      "extract",
    ],
  ]),
  ...bindings("Files", { places: FILES, disabled: noFilter }, [
    [["n"], { type: "to-match", by: 1 }, "the next match of the filter"],
    [["N"], { type: "to-match", by: -1 }, "the previous match"],
  ]),
  ...bindings("Files", { places: [ANY_PANE], disabled: onlyOfFiles("does not change with the files") }, [
    [["S"], { type: "toggle-flat" }, "all files in one list, the biggest first, or the tree"],
    [["v"], { type: "toggle-split" }, "changes of this layer above, all layers up to it below", "split"],
    [["b", "ctrl-b"], { type: "toggle-attributes" }, "mode and owner on and off"],
    [["+", "ctrl-a"], { type: "toggle-change", change: ADDED }, "added paths on and off"],
    [["~"], { type: "toggle-change", change: MODIFIED }, "modified paths on and off"],
    [["-", "ctrl-r"], { type: "toggle-change", change: REMOVED }, "removed paths on and off"],
    [["="], { type: "toggle-change", change: UNCHANGED }, "unchanged paths on and off"],
  ]),
];
