import wrapAnsi from "wrap-ansi";
import type { Analysis } from "../../analysis/analyze.js";
import type { WasteFinding } from "../../analysis/waste/waste-groups.js";
import { humanSize } from "../../text/bytes.js";
import type { Palette } from "../../text/colour.js";
import { escapePath } from "../../text/escape.js";
import { cutEnd, padStart } from "../../text/width.js";
import {
  type FindingWords,
  findingWords,
  type InstructionWords,
  moreFindings,
} from "../../words/finding-words.js";
import type { LinesOf } from "../text/dockerfile-lines.js";

export interface FindingOptions {
  readonly columns: number;
  readonly style: Palette;
  /** Number of findings to show; the last line sums up the others. */
  readonly top: number;
  /** The lines of the Dockerfile with the instructions; by default none. */
  readonly linesOf?: LinesOf;
  /** Returns the command or option that shows `count` findings. */
  more(count: number): string;
}

const INSTRUCTION_LINES = 3;
const SIZE_COLUMNS = 9;
const INDENT = " ".repeat(SIZE_COLUMNS + 2);

/**
 * Returns findings as text: bytes, cause and paths; the instruction that wrote the bytes, the instruction
 * that removed them, and the advice. The lines have no newlines. The last line sums up the findings that are
 * left out, and says how to see them.
 */
export function findingLines(
  analysis: Pick<Analysis, "image" | "tree">,
  findings: readonly WasteFinding[],
  { columns, style, top, linesOf = () => [], more }: FindingOptions,
): string[] {
  const width = Math.max(columns - INDENT.length, 20);
  const lines = findings.slice(0, top).flatMap((found) => {
    const words = findingWords(analysis, found);
    const lines = [
      ...pathLines(words, width),
      ...words.instructions.flatMap((instruction) => instructionLines(instruction, width)),
      ...linesOf(found.layer, found.endedBy).map((line) => cutEnd(line, width)),
      ...wrapped(`→ ${words.advice}`, width).map((line) => style.cyan(line)),
    ];
    return [
      `${style.bold(padStart(words.size, SIZE_COLUMNS))}  ${style.yellow(words.cause)}${words.inFiles}`,
      ...lines.map((line) => `${INDENT}${line}`),
      "",
    ];
  });
  const rest = findings.slice(top);
  if (rest.length === 0) return lines.slice(0, -1);
  const restBytes = rest.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    ...lines,
    `${padStart(humanSize(restBytes), SIZE_COLUMNS)}  in ${moreFindings(rest.length)}: see ${more(findings.length)}`,
  ];
}

/** Returns the command that shows `count` findings, for reports that are not only about waste. */
export function inWaste(count: number): string {
  return `layerx waste IMAGE --top ${count}`;
}

function pathLines({ paths, morePaths }: FindingWords, columns: number): string[] {
  const widest = Math.max(...paths.map(({ size }) => size?.length ?? 0));
  const lines = paths.map(({ path, size }) => {
    const text = escapePath(path);
    return cutEnd(size === null ? text : `${padStart(size, widest)}  ${text}`, columns);
  });
  return morePaths === null ? lines : [...lines, morePaths];
}

/**
 * Returns `written by layer 1  RUN apt-get update`, on at most three lines, which is enough to find it in the
 * Dockerfile.
 */
export function instructionLines({ label, text }: InstructionWords, columns: number): string[] {
  const lines = wrapped(`${label}  ${text}`, columns);
  if (lines.length <= INSTRUCTION_LINES) return lines;
  return [...lines.slice(0, INSTRUCTION_LINES - 1), cutEnd(`${lines[INSTRUCTION_LINES - 1]} …`, columns)];
}

/** Breaks a text into lines of at most `columns`. All lines except the first are indented. */
export function wrapped(text: string, columns: number): string[] {
  const [first, ...rest] = wrapAnsi(text, columns - 2, { hard: true }).split("\n");
  return [first, ...rest.map((line) => `  ${line}`)];
}
