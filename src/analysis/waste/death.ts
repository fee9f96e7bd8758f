import type { Cause, DeadCopy } from "./waste.js";

/** What the layer did by which a copy died; `it` is the copy. */
const DEEDS: Readonly<Record<Cause, string>> = {
  overwritten: "put something else in its place",
  metadata: "stored the same content again, with another mode, owner or attribute",
  rewritten: "stored the same content again, unchanged",
  moved: "moved it, which stores it again",
  deleted: "removed it, which only hides it",
  repeated: "holds the path again further on",
};

/** What happened to a dead copy, in a sentence: plain text of ours. */
export function deathSentence({
  cause,
  layer,
  endedBy,
}: Pick<DeadCopy, "cause" | "layer" | "endedBy">): string {
  if (layer === endedBy) return `Layer ${layer} wrote it, and ${DEEDS[cause]}.`;
  return `Layer ${layer} wrote it, layer ${endedBy} ${DEEDS[cause]}.`;
}

/** What happened to all copies of a cause, in a sentence. */
export function causeSentence(cause: Cause): string {
  return cause === "repeated"
    ? "One archive holds the path twice: only the last one counts."
    : `One layer wrote it, a later one ${DEEDS[cause]}.`;
}
