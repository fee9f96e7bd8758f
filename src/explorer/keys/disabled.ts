import { readsStandardInput } from "../../image/source-name.js";
import { holdsRows, isOpen } from "../../tree/view/rows.js";
import { folderAbove } from "../files/chains.js";
import { filesView } from "../files/files-view.js";
import { chosenInstruction } from "../layers/chosen-instruction.js";
import { chosenNode } from "../pages/versions/versions-page.js";
import type { State } from "../state.js";
import { chosenWaste } from "../waste/shown-waste.js";
import { placeOf } from "./place.js";

/*
 * Why a key does nothing now, in words for the user; `null` where it does something.
 */

/** Why there is no row of waste, or no reason why two images differ. */
export const noCopies = ({ waste, subject }: State) => {
  if (subject.comparison !== null)
    return subject.comparison.reasons.length === 0 ? "the two images do not differ" : null;
  if (waste.state === "failed") return waste.why;
  if (waste.copies === null) return "the waste is still being sorted";
  return waste.copies.length === 0 ? "this image wastes nothing" : null;
};

export const noWaste = (state: State) =>
  state.subject.comparison === null
    ? noCopies(state)
    : "two images are compared: the waste is seen in either alone";

export const isCompared = ({ subject }: State) =>
  subject.comparison === null ? null : "two images are compared already";

export const noLayer = (state: State) =>
  isCompared(state) ??
  (chosenInstruction(state)?.layer === null ? "this instruction made no layer to compare with" : null);

export const noPath = (state: State) => (chosenNode(state) === null ? "there is no path here" : null);

export const noFilter = ({ files }: State) =>
  files.filter.trim() === "" ? "there are no matches without a filter: / sets one" : null;

/** Why no other platform of the image can be opened. */
export const noPlatforms = (state: State) => {
  const { platforms, source } = state.subject.analysis.image;
  if (platforms === undefined) return isCompared(state) ?? "this image has only one platform";
  return readsStandardInput(source)
    ? "the image came from a pipe, which cannot be read again"
    : isCompared(state);
};

export const noWarnings = ({ subject }: State) =>
  subject.analysis.image.warnings.length === 0 ? "there are no warnings" : null;

export const noInstruction = ({ subject }: State) =>
  subject.instructions.length === 0 ? "this image has no instructions" : null;

/** Keys that change the files do nothing while the waste has the focus: the waste does not change with them. */
export const onlyOfFiles = (says: string) => (state: State) => {
  if (placeOf(state) !== "waste") return null;
  const list = state.subject.comparison === null ? "the waste" : "the list of reasons";
  return `${list} ${says}: 2 goes to the files`;
};

/** Why folders cannot be folded. */
export const noTree = ({ files }: State) =>
  files.flat ? "the flat list has no folders: S shows the tree" : null;

/** Why the order of the files cannot be chosen. */
export const notSorted = (state: State) =>
  onlyOfFiles("is sorted by size")(state) ??
  (state.files.flat ? "the flat list is sorted by size: S shows the tree" : null);

const isFolder = (state: State) => {
  const { rows, cursor, shown } = filesView(state);
  return cursor >= 0 && holdsRows(state.subject.analysis.tree, shown, rows[cursor]);
};

export const noFolder = (state: State) => {
  if (chosenNode(state) === null) return "there is no path here";
  if (state.files.flat) return noTree(state);
  return isFolder(state) ? null : "nothing below this path is shown";
};

export const noParent = (state: State) => {
  const view = filesView(state);
  const { rows, cursor, folding } = view;
  if (cursor < 0) return "there is no path here";
  if (state.files.flat) return noTree(state);
  const { analysis, outline } = state.subject;
  if (isFolder(state) && isOpen(folding, rows[cursor], outline.depths[rows[cursor]])) return null;
  return folderAbove(analysis.tree, view, rows[cursor]) > 0 ? null : "there is no folder above this one";
};

export const nothingToEnd = ({ files, layers }: State) =>
  files.filter.trim() === "" && layers.marked === null
    ? "there is no filter and no mark to end: q quits"
    : null;

export const noGroup = (state: State) => {
  const row = chosenWaste(state);
  if (row !== null && ("group" in row ? row.isOpen : row.inGroup !== null)) return null;
  return noWaste(state) ?? "no open group is here: c adds up in groups";
};
