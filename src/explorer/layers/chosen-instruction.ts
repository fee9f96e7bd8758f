import type { State } from "../state.js";
import type { Instruction } from "./instructions.js";

/** The instruction that the cursor of the layer list stands on; `null` where the image has none. */
export function chosenInstruction({ subject, layers }: State): Instruction | null {
  return subject.instructions.at(layers.cursor) ?? null;
}
