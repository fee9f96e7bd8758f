import type { Comparison } from "../../analysis/diff/compare-images.js";
import type { Side } from "../../analysis/diff/side.js";
import { splitInstruction } from "../../image/dockerfile/instruction.js";
import { escapeText } from "../../text/escape.js";
import type { FileTree } from "../../tree/file-tree.js";
import type { Instruction } from "../layers/instructions.js";
import { remember } from "../memo.js";
import {
  type DocumentLine,
  type DocumentSection,
  documentLines,
  type Fact,
  fact,
} from "../pages/documents/document.js";
import { layerFacts } from "../pages/instruction/instruction-facts.js";
import { type ComparedNumbers, settingFacts, sideFacts, wholeFacts } from "./comparison-facts.js";
import { reasonFacts } from "./reason-facts.js";
import type { Reason } from "./reasons.js";

/** The pages about two images and their differences, wrapped to a width. The last results are remembered. */
export class ComparedDocuments {
  readonly image: (columns: number) => readonly DocumentLine[];
  readonly instruction: (instruction: Instruction, columns: number) => readonly DocumentLine[];
  /** Returns the differences of the images as a whole, in a few lines. */
  readonly whole: (columns: number) => readonly DocumentLine[];
  readonly reason: (reason: Reason, columns: number) => readonly DocumentLine[];

  constructor(comparison: Comparison, tree: FileTree, numbers: ComparedNumbers) {
    const { a, b } = comparison;
    const whole = wholeFacts(comparison, numbers);
    this.whole = remember(2, (columns) => documentLines([{ heading: null, facts: whole }], columns));
    this.image = remember(2, (columns) =>
      documentLines(
        [
          section("What changed", whole),
          section("Settings, old − and new +", settingFacts(comparison)),
          section("Old image", sideFacts(a, numbers.bytes.a)),
          section("New image", sideFacts(b, numbers.bytes.b)),
        ],
        columns,
      ),
    );
    this.instruction = remember(2, (instruction, columns) =>
      documentLines(pairSections(comparison, instruction, whole), columns),
    );
    this.reason = remember(2, (reason, columns) =>
      documentLines([{ heading: null, facts: reasonFacts(comparison, tree, reason) }], columns),
    );
  }
}

/** Returns an instruction in full, and its layers in both images. */
function pairSections(
  { a, b, layers }: Comparison,
  { entry, layer }: Instruction,
  whole: readonly Fact[],
): DocumentSection[] {
  const pair = layer === null || layer === 0 ? undefined : layers.at(layer - 1);
  if (pair === undefined) return [section("What changed", whole)];
  const lines = splitInstruction(entry?.createdBy ?? null);
  return [
    section(
      "Instruction",
      lines.map((line) => fact("", line, "strong")),
    ),
    ...layerSection("Old", a, pair.a),
    ...(pair.is === "same"
      ? [section("New layer", [fact(null, escapeText("the same bytes as the old one"))])]
      : layerSection("New", b, pair.b)),
  ];
}

function layerSection(name: string, { analysis }: Side, layer: number | null): DocumentSection[] {
  return layer === null ? [] : [section(`${name} layer ${layer}`, layerFacts(analysis, layer))];
}

function section(heading: string, facts: readonly Fact[]): DocumentSection {
  return { heading: escapeText(heading), facts };
}
