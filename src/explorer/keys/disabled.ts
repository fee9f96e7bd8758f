import { readsStandardInput } from "../../image/source-name.js";
import { chosenNode } from "../files/chosen-path.js";
import type { State } from "../state.js";
import { keyPlaceOf } from "./binding.js";

/* Functions that return the reason why a key has no effect now, for the user; `null` if it has one. */

export const isCompared = ({ subject }: State) =>
  subject.comparison === null ? null : "two images are compared already";

export const noPath = (state: State) => (chosenNode(state) === null ? "there is no path here" : null);

/** Returns the reason why no other platform of the image can be opened. */
export const noPlatforms = (state: State) => {
  const { platforms, source } = state.subject.analysis.image;
  if (platforms === undefined) return isCompared(state) ?? "this image has only one platform";
  return readsStandardInput(source)
    ? "the image came from a pipe, which cannot be read again"
    : isCompared(state);
};

/**
 * Returns a reason for keys that change the files, while the waste has the focus: they do not change the
 * waste.
 */
export const onlyOfFiles = (says: string) => (state: State) => {
  if (keyPlaceOf(state) !== "waste") return null;
  const list = state.subject.comparison === null ? "the waste" : "the list of reasons";
  return `${list} ${says}: 2 goes to the files`;
};
