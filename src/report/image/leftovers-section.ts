import type { Analysis } from "../../analysis/analyze.js";
import type { Leftover } from "../../analysis/leftovers/leftovers.js";
import { entryOfLayer } from "../../image/dockerfile/instruction.js";
import { escapePath } from "../../text/escape.js";
import { cutEnd, padStart } from "../../text/width.js";
import { adviceJson } from "../../words/advice-words.js";
import { leftoversTitle, leftoverWords, moreLeftovers } from "../../words/leftover-words.js";
import type { LinesOf } from "../text/dockerfile-lines.js";
import type { TextFrame } from "../text/text-frame.js";
import { instructionLines, wrapped } from "../waste/finding-text.js";

const SIZE_COLUMNS = 9;
const INDENT = " ".repeat(SIZE_COLUMNS + 2);

interface LeftoverOptions {
  /** Number of kinds to show; the last line sums up the others. */
  readonly top: number;
  /** The lines of the Dockerfile with the instructions; by default none. */
  readonly linesOf?: LinesOf;
}

/**
 * Returns files that the image does not need, largest first: bytes, path, instruction and advice; no lines if
 * there are none.
 */
export function leftoverLines(
  analysis: Pick<Analysis, "image" | "tree">,
  leftovers: readonly Leftover[],
  { paint, columns, top, linesOf = () => [] }: TextFrame & LeftoverOptions,
): string[] {
  if (leftovers.length === 0) return [];
  const width = Math.max(columns - INDENT.length, 20);
  const lines = leftovers.slice(0, top).flatMap((leftover) => {
    const { size, what, path, morePlaces, written, advice } = leftoverWords(analysis, leftover);
    const below = [
      cutEnd(`${escapePath(path)}${morePlaces}`, width),
      ...instructionLines(written, width),
      ...linesOf(written.layer).map((line) => cutEnd(line, width)),
      ...wrapped(`→ ${advice}`, width).map((line) => paint.cyan(line)),
    ];
    return [
      `${paint.bold(padStart(size, SIZE_COLUMNS))}  ${paint.yellow(what)}`,
      ...below.map((line) => INDENT + line),
      "",
    ];
  });
  const rest = leftovers.slice(top);
  return [
    `${paint.bold("Leftovers")}: ${leftoversTitle(leftovers)}`,
    "",
    ...(rest.length === 0 ? lines.slice(0, -1) : [...lines, `${moreLeftovers(rest)}: see --format json`]),
  ];
}

const PATHS_SHOWN = 10;

/**
 * Returns the array `leftovers` of the JSON reports: files that the image does not need, the biggest first.
 */
export function leftoversJson(
  { image, tree }: Pick<Analysis, "image" | "tree">,
  leftovers: readonly Leftover[],
) {
  return leftovers.map(({ kind, bytes, files, layer, places, advice }) => ({
    kind,
    bytes,
    files,
    layer,
    createdBy: entryOfLayer(image, layer)?.createdBy ?? null,
    places: places.length,
    paths: places.slice(0, PATHS_SHOWN).map(({ node }) => escapePath(tree.path(node))),
    ...adviceJson(advice),
  }));
}
