import type { State } from "../state.js";
import type { Instruction } from "./instructions.js";

/** Returns the instruction under the cursor of the layer list; `null` if the image has no instruction. */
export function chosenInstruction({ subject, layers }: State): Instruction | null {
  return subject.instructions.at(layers.cursor) ?? null;
}
