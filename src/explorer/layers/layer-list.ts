import type { Base } from "../../analysis/base-image.js";
import { instructionText } from "../../image/dockerfile/instruction.js";
import type { Instruction } from "./instructions.js";

/**
 * The layer list as lines: one row for each instruction, and a separator where the base image ends, if known.
 */
export interface LayerList {
  readonly instructions: readonly Instruction[];
  /**
   * The number of instructions of the base image, from the oldest on; 0 if it is not known, or if there is
   * none.
   */
  readonly ofBase: number;
}

/**
 * Returns the list with the end of the base image. The history does not show whether an instruction without a
 * layer still belongs to the base. Up to the next layer, the base is assumed to end with its last CMD or
 * ENTRYPOINT; if no layer follows, with the first one.
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

/** Returns the line of an instruction. */
export function lineOfRow({ ofBase }: LayerList, row: number): number {
  return ofBase > 0 && row >= ofBase ? row + 1 : row;
}

/** Returns the number of instructions above a line. */
export function rowsBefore({ instructions, ofBase }: LayerList, line: number): number {
  return Math.min(ofBase > 0 && line > ofBase ? line - 1 : line, instructions.length);
}

/** Returns the instruction of a line; `null` for the separator. */
export function rowOfLine({ ofBase }: LayerList, line: number): number | null {
  if (ofBase === 0 || line < ofBase) return line;
  return line === ofBase ? null : line - 1;
}
