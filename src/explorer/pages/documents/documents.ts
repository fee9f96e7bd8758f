import type { Analysis } from "../../../analysis/analyze.js";
import type { Base } from "../../../analysis/base-image.js";
import type { Row } from "../../drawing/row.js";
import type { Instruction } from "../../layers/instructions.js";
import { remember } from "../../memo.js";
import { commandFacts } from "../command/command-facts.js";
import { dockerfileRows } from "../dockerfile/dockerfile-rows.js";
import { imageFacts } from "../image/image-facts.js";
import { instructionFacts } from "../instruction/instruction-facts.js";
import { type DocumentLine, documentLines } from "./document.js";

/** The pages of facts, wrapped to a width of `columns`. The last results are remembered. */
export class Documents {
  readonly image: (columns: number) => readonly DocumentLine[];
  /** Returns the Dockerfile that is reconstructed from the history, as rows. */
  readonly dockerfile: (columns: number) => readonly Row[];
  /** Returns the command that a container of the image starts, and the instructions that it comes from. */
  readonly command: (columns: number) => readonly DocumentLine[];
  readonly instruction: (instruction: Instruction, columns: number) => readonly DocumentLine[];

  constructor(analysis: Analysis, base: Base | null) {
    // Reading contents may add warnings later.
    const image = remember(2, (columns: number, _warnings: number) =>
      documentLines(imageFacts(analysis, base), columns),
    );
    this.image = (columns) => image(columns, analysis.image.warnings.length);
    this.dockerfile = remember(2, (columns) => dockerfileRows(analysis, columns));
    this.command = remember(2, (columns) => documentLines(commandFacts(analysis.image), columns));
    this.instruction = remember(2, (instruction, columns) =>
      documentLines(instructionFacts(analysis, instruction, base), columns),
    );
  }
}
