import type { Base } from "../../analysis/base-image.js";
import { instructionText } from "../../image/dockerfile/instruction.js";
import type { Instruction } from "./instructions.js";

/** The list of instructions as lines: below those of the base image there is one that says where it ends. */
export interface LayerList {
  readonly instructions: readonly Instruction[];
  /** Instructions that are the base image's, from the oldest on; 0 where that is not known, or where it has none. */
  readonly ofBase: number;
}

/**
 * The list with a base. The history does not say which instruction without a layer was the base's last one: up to the
 * next layer it is taken to end with what it runs, and where no layer follows, with the first that says so.
 */
export function layerList(instructions: readonly Instruction[], base: Base | null): LayerList {
  const layers = base?.layers ?? 0;
  if (layers === 0) return { instructions, ofBase: 0 };
  const next = instructions.findIndex(({ layer }) => layer !== null && layer >= layers);
  const below = next < 0 ? instructions : instructions.slice(0, next);
  const last = below.findLastIndex(({ layer }) => layer !== null);
  const without = below.slice(last + 1);
  const ended = next < 0 ? without.findIndex(runs) : without.findLastIndex(runs);
  return { instructions, ofBase: last + ended + 2 };
}

function runs({ entry }: Instruction): boolean {
  return /^(CMD|ENTRYPOINT)\b/i.test(instructionText(entry?.createdBy ?? null));
}

export function layerListLines({ instructions, ofBase }: LayerList): number {
  return instructions.length + (ofBase > 0 ? 1 : 0);
}

/** The line of an instruction. */
export function lineOfRow({ ofBase }: LayerList, row: number): number {
  return ofBase > 0 && row >= ofBase ? row + 1 : row;
}

/** How many instructions are above a line. */
export function rowsBefore({ instructions, ofBase }: LayerList, line: number): number {
  return Math.min(ofBase > 0 && line > ofBase ? line - 1 : line, instructions.length);
}

/** The instruction of a line; `null` for the line that says where the base ends. */
export function rowOfLine({ ofBase }: LayerList, line: number): number | null {
  if (ofBase === 0 || line < ofBase) return line;
  return line === ofBase ? null : line - 1;
}
