import { chosenInstruction } from "../layers/chosen-instruction.js";
import type { State } from "../state.js";
import { type ComparedImages, pairOf } from "./compared-images.js";

/** Returns what the tree shows of two images, for the title of its pane. */
export function comparedScopeText(compared: ComparedImages, state: State): string {
  const instruction = chosenInstruction(state);
  const pair = instruction === null ? null : pairOf(compared, instruction);
  const changed = state.files.scope === "layer";
  if (pair === null) return changed ? "what changed, old to new" : "all of both images";
  const { a, b } = pair;
  if (a === null) return changed ? `what new layer ${b} changed` : `all of the new image up to layer ${b}`;
  if (b === null) return changed ? `what old layer ${a} changed` : `all of the old image up to layer ${a}`;
  if (pair.is === "same")
    return changed ? "what this layer changed in both" : `all of the new image up to layer ${b}`;
  return changed ? "what this instruction did otherwise" : "all after it, old and new";
}

/** Returns the layers of a row of the list: `old layer 3 → new layer 4`. */
export function pairText(compared: ComparedImages, state: State): string {
  const instruction = chosenInstruction(state);
  const pair = instruction === null ? null : pairOf(compared, instruction);
  if (pair === null) return "old to new";
  const { is, a, b } = pair;
  if (is === "same") return a === b ? `layer ${b} of both` : `old layer ${a}, new layer ${b}`;
  const parts = [...(a === null ? [] : [`old layer ${a}`]), ...(b === null ? [] : [`new layer ${b}`])];
  return parts.join(" → ");
}
