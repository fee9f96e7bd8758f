import type { BetweenLayers } from "../../analysis/diff/between-layers.js";
import type { List } from "../list.js";
import type { Subject } from "../subject.js";

/** The cursor is on the chosen instruction. */
export interface LayersState extends List {
  /** The layer that others are compared with. */
  readonly marked: number | null;
  /** The two layers whose contents were compared last; `null` before the first comparison. */
  readonly decided: DecidedLayers | null;
}

/** The differences between two layers, with all contents compared. */
export interface DecidedLayers {
  readonly lower: number;
  readonly upper: number;
  readonly view: BetweenLayers;
}

export function openedLayers(subject: Subject): LayersState {
  return { cursor: firstLayer(subject), top: 0, marked: null, decided: null };
}

/**
 * Returns the row of the first instruction with a layer. `ARG` and `LABEL` may be before it, and have no
 * files to show.
 */
function firstLayer({ instructions }: Subject): number {
  return Math.max(
    instructions.findIndex(({ layer }) => layer !== null),
    0,
  );
}
