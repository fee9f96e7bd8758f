import type { BetweenLayers } from "../../analysis/diff/between-layers.js";
import type { State } from "../state.js";
import { chosenInstruction } from "./chosen-instruction.js";

/** Two layers whose filesystems are compared. */
export interface Compared {
  readonly lower: number;
  readonly upper: number;
}

/** The marked layer and the chosen one, where another one than the marked is chosen; else `null`. */
export function compared(state: State): Compared | null {
  const { marked } = state.layers;
  const upTo = chosenInstruction(state)?.upTo ?? -1;
  if (marked === null || upTo < 0 || upTo === marked) return null;
  return { lower: Math.min(marked, upTo), upper: Math.max(marked, upTo) };
}

/** What changed between them: with all contents compared, as soon as that is done. */
export function comparedView({ subject, layers }: State, { lower, upper }: Compared): BetweenLayers {
  const { decided } = layers;
  if (decided !== null && decided.lower === lower && decided.upper === upper) return decided.view;
  return subject.compared(lower, upper);
}

/** The two layers whose contents have to be read to compare them; `null` where nothing has to be read. */
export function toDecide(state: State): Compared | null {
  const between = state.subject.comparison === null ? compared(state) : null;
  return between === null || comparedView(state, between).undecided.length === 0 ? null : between;
}

/** Marks the selected layer, so that others are compared with it; removes the mark if that layer has it already. */
export function toggleMark(state: State): State {
  const layer = chosenInstruction(state)?.layer ?? null;
  const marked = layer === state.layers.marked ? null : layer;
  const message =
    marked === null ? null : `layer ${marked} is marked: choose another one to see what changed between them`;
  return { ...state, message, layers: { ...state.layers, marked } };
}
