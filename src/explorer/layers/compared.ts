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

/** Marks the chosen layer as the one that others are compared with; takes the mark off where it stands there. */
export function toggleMark(state: State): State {
  const layer = chosenInstruction(state)?.layer ?? null;
  const marked = layer === state.layers.marked ? null : layer;
  const message =
    marked === null ? null : `layer ${marked} is marked: choose another one to see what changed between them`;
  return { ...state, message, layers: { ...state.layers, marked } };
}
