import type { BetweenLayers } from "../../analysis/diff/between-layers.js";
import type { State } from "../state.js";
import type { Instruction } from "./instructions.js";

/** Returns the instruction under the cursor of the layer list; `null` if the image has no instruction. */
export function chosenInstruction({ subject, layers }: State): Instruction | null {
  return subject.instructions.at(layers.cursor) ?? null;
}

/** Two layers whose filesystems are compared. */
export interface Compared {
  readonly lower: number;
  readonly upper: number;
}

/** Returns the marked and the chosen layer; `null` if no layer is marked, or if it is the chosen one. */
export function compared(state: State): Compared | null {
  const { marked } = state.layers;
  const upTo = chosenInstruction(state)?.upTo ?? -1;
  if (marked === null || upTo < 0 || upTo === marked) return null;
  return { lower: Math.min(marked, upTo), upper: Math.max(marked, upTo) };
}

/** Returns the changes between them. When their contents were compared, the result includes that. */
export function comparedView({ subject, layers }: State, { lower, upper }: Compared): BetweenLayers {
  const { decided } = layers;
  if (decided !== null && decided.lower === lower && decided.upper === upper) return decided.view;
  return subject.compared(lower, upper);
}

/** Returns the two layers whose contents must be read for the comparison; `null` if nothing must be read. */
export function layersToRead(state: State): Compared | null {
  const between = state.subject.comparison === null ? compared(state) : null;
  return between === null || comparedView(state, between).undecided.length === 0 ? null : between;
}

/** Marks the selected layer for comparison with others, or removes its mark. */
export function toggleMark(state: State): State {
  const layer = chosenInstruction(state)?.layer ?? null;
  const marked = layer === state.layers.marked ? null : layer;
  const message =
    marked === null ? null : `layer ${marked} is marked: choose another one to see what changed between them`;
  return { ...state, message, layers: { ...state.layers, marked } };
}
