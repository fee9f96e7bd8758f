import { readsStandardInput } from "../../image/source-name.js";
import { chosenNode } from "../files/chosen-path.js";
import type { State } from "../state.js";
import { keyPlaceOf } from "./key-place.js";

/*
 * Why a key does nothing now, in words for the user; `null` where it does something.
 */

export const isCompared = ({ subject }: State) =>
  subject.comparison === null ? null : "two images are compared already";

export const noPath = (state: State) => (chosenNode(state) === null ? "there is no path here" : null);

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

/** Keys that change the files do nothing while the waste has the focus: the waste does not change with them. */
export const onlyOfFiles = (says: string) => (state: State) => {
  if (keyPlaceOf(state) !== "waste") return null;
  const list = state.subject.comparison === null ? "the waste" : "the list of reasons";
  return `${list} ${says}: 2 goes to the files`;
};
