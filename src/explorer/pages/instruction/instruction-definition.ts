import { pairText } from "../../comparison/change-pane.js";
import { literal } from "../../drawing/row.js";
import { chosenInstruction } from "../../layers/chosen-layer.js";
import type { State } from "../../state.js";
import { documentPage } from "../documents/document-page.js";
import type { ScrollPage } from "../page.js";

/** The page with the chosen instruction in full. */
export const INSTRUCTION = documentPage<ScrollPage<"instruction">>({
  kind: "instruction",
  keys: [],
  title: (state) => {
    const { subject, layers } = state;
    const number = literal(`${layers.cursor + 1} of ${subject.instructions.length}`);
    return [literal("Instruction"), number, literal(madeBy(state))];
  },
  lines: (state, columns) => {
    const instruction = chosenInstruction(state);
    return instruction === null ? [] : state.subject.documents.instruction(instruction, columns);
  },
});

/** Returns the layer of the chosen instruction; in a comparison, its pair of layers. */
function madeBy(state: State): string {
  const { comparison } = state.subject;
  if (comparison !== null) return pairText(comparison, state);
  const layer = chosenInstruction(state)?.layer ?? null;
  return layer === null ? "no layer" : `layer ${layer}`;
}
