import type { Cause, WastedCopy } from "../analysis/waste/causes.js";

/** The action of the later layer on a wasted copy; "it" is the copy. */
const ACTIONS: Readonly<Record<Cause, string>> = {
  overwritten: "overwrote it",
  metadata: "stored the same content again, with another mode, owner or attribute",
  rewritten: "stored the same content again, unchanged",
  moved: "moved it, which stores it again",
  deleted: "removed it, which only hides it",
  repeated: "stores the same path again",
};

/** A cause in words, for readers who do not know its name. */
const IN_WORDS: Readonly<Record<Cause, string>> = {
  overwritten: "overwritten",
  metadata: "owner or mode changed",
  rewritten: "written again",
  moved: "moved",
  deleted: "deleted",
  repeated: "twice in one layer",
};

/** The label of the layer that removed or replaced a copy: `removed by layer 3`. */
const ENDED: Readonly<Record<Cause, string>> = {
  overwritten: "overwritten by",
  metadata: "stored again by",
  rewritten: "stored again by",
  moved: "moved by",
  deleted: "removed by",
  repeated: "stored again by",
};

/** Returns a cause in two or three words: `owner or mode changed`. */
export function causeInWords(cause: Cause): string {
  return IN_WORDS[cause];
}

/** Returns `removed by layer 3`: the layer from which on a copy is wasted. */
export function endedByLayer(cause: Cause, layer: number): string {
  return `${ENDED[cause]} layer ${layer}`;
}

/** Returns a sentence about one wasted copy. */
export function copySentence({
  cause,
  layer,
  endedBy,
}: Pick<WastedCopy, "cause" | "layer" | "endedBy">): string {
  if (layer === endedBy) return `Layer ${layer} wrote it and ${ACTIONS[cause]}.`;
  return `Layer ${layer} wrote it, layer ${endedBy} ${ACTIONS[cause]}.`;
}

/** Returns a sentence about all copies with a cause. */
export function causeSentence(cause: Cause): string {
  return cause === "repeated"
    ? "One archive contains the path twice: only the last entry counts."
    : `One layer wrote it, a later layer ${ACTIONS[cause]}.`;
}
