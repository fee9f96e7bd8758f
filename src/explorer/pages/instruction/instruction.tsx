import { own } from "../../drawing/row.js";
import { chosenInstruction } from "../../layers/chosen-layer.js";
import { panesOf } from "../../panes.js";
import { documentPage } from "../documents/document-page.js";
import type { ScrollPage } from "../page.js";

/** The page with the chosen instruction in full. */
export const INSTRUCTION = documentPage<ScrollPage<"instruction">>({
  kind: "instruction",
  keys: [],
  title: (state) => {
    const { subject, layers } = state;
    const number = own(`${layers.cursor + 1} of ${subject.instructions.length}`);
    return [own("Instruction"), number, own(panesOf(state).made(state))];
  },
  lines: (state, columns) => {
    const instruction = chosenInstruction(state);
    return instruction === null ? [] : state.subject.documents.instruction(instruction, columns);
  },
});
