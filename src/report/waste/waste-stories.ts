import wrapAnsi from "wrap-ansi";
import type { Offender } from "../../analysis/waste/waste-groups.js";
import { layerText } from "../../image/dockerfile/instruction.js";
import type { Image } from "../../image/image.js";
import { humanSize } from "../../text/bytes.js";
import type { Palette } from "../../text/colour.js";
import { counted } from "../../text/count.js";
import { escapePath } from "../../text/escape.js";
import { cutEnd, padStart } from "../../text/width.js";
import type { FileTree } from "../../tree/file-tree.js";
import type { LinesOf } from "../formats/dockerfile-lines.js";

export interface StoryOptions {
  readonly columns: number;
  readonly style: Palette;
  /** How many to tell; the last line sums up the others. */
  readonly top: number;
  /** Where a Dockerfile has the instructions; by default nowhere. */
  readonly linesOf?: LinesOf;
  /** What to type to be told of all of so many. */
  more(count: number): string;
}

const PATHS_SHOWN = 3;
const INSTRUCTION_LINES = 3;
const SIZE_COLUMNS = 9;
const INDENT = " ".repeat(SIZE_COLUMNS + 2);

/**
 * Dead copies by their stories, for people: how much, why and where; the instruction that wrote them, the one by
 * which they died, and what to change. Lines without newlines; the last one tells what is left out, and how to see it.
 */
export function storyLines(
  { image, tree }: { readonly image: Image; readonly tree: FileTree },
  stories: readonly Offender[],
  { columns, style, top, linesOf = () => [], more }: StoryOptions,
): string[] {
  const width = Math.max(columns - INDENT.length, 20);
  const lines = stories
    .slice(0, top)
    .flatMap((story) => [
      `${style.bold(padStart(humanSize(story.bytes), SIZE_COLUMNS))}  ${style.yellow(story.cause)}${files(story)}`,
      ...pathLines(tree, story, width).map((line) => `${INDENT}${line}`),
      ...instructionLines(image, "written by", story.layer, width).map((line) => `${INDENT}${line}`),
      ...(story.endedBy === story.layer
        ? []
        : instructionLines(image, "dead since", story.endedBy, width)
      ).map((line) => `${INDENT}${line}`),
      ...linesOf(story.layer, story.endedBy).map((line) => `${INDENT}${cutEnd(line, width)}`),
      ...wrapped(`→ ${story.advice}`, width).map((line) => `${INDENT}${style.cyan(line)}`),
      "",
    ]);
  const rest = stories.slice(top);
  if (rest.length === 0) return lines.slice(0, -1);
  const restBytes = rest.reduce((sum, { bytes }) => sum + bytes, 0);
  const reasons = counted(rest.length, "more reason");
  return [
    ...lines,
    `${padStart(humanSize(restBytes), SIZE_COLUMNS)}  for ${reasons}: see ${more(stories.length)}`,
  ];
}

/** Where a report that is about more than waste has no room for them. */
export function inWaste(count: number): string {
  return `layerx waste IMAGE --top ${count}`;
}

function files({ copies }: Offender): string {
  return copies.length === 1 ? "" : ` in ${counted(copies.length, "file")}`;
}

function pathLines(tree: FileTree, { copies }: Offender, columns: number): string[] {
  const shown = copies.slice(0, PATHS_SHOWN);
  const widest = Math.max(...shown.map(({ bytes }) => humanSize(bytes).length));
  const paths = shown.map(({ node, bytes }) => {
    const path = escapePath(tree.path(node));
    return cutEnd(copies.length === 1 ? path : `${padStart(humanSize(bytes), widest)}  ${path}`, columns);
  });
  const left = copies.length - paths.length;
  return left > 0 ? [...paths, `and ${left} more`] : paths;
}

/** `written by layer 1  RUN apt-get update`, on three lines at most: enough to find it in the Dockerfile. */
export function instructionLines(image: Image, what: string, layer: number, columns: number): string[] {
  const text = layerText(image, layer);
  const lines = wrapped(`${what} layer ${layer}  ${text}`, columns);
  if (lines.length <= INSTRUCTION_LINES) return lines;
  return [...lines.slice(0, INSTRUCTION_LINES - 1), cutEnd(`${lines[INSTRUCTION_LINES - 1]} …`, columns)];
}

/** The text in lines of `columns` at most; what follows the first is indented. */
export function wrapped(text: string, columns: number): string[] {
  const [first, ...rest] = wrapAnsi(text, columns - 2, { hard: true }).split("\n");
  return [first, ...rest.map((line) => `  ${line}`)];
}
