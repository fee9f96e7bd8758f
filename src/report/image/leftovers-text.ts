import type { Analysis } from "../../analysis/analyze.js";
import { type Leftover, leftoverBytes } from "../../analysis/leftovers/leftovers.js";
import { humanSize } from "../../text/bytes.js";
import { counted } from "../../text/count.js";
import { escapePath } from "../../text/escape.js";
import { cutEnd, padStart } from "../../text/width.js";
import type { LinesOf } from "../formats/dockerfile-lines.js";
import type { Frame } from "../formats/frame.js";
import { instructionLines, wrapped } from "../waste/waste-stories.js";

const SIZE_COLUMNS = 9;
const INDENT = " ".repeat(SIZE_COLUMNS + 2);

interface LeftoverOptions {
  /** How many to tell; the last line sums up the others. */
  readonly top: number;
  /** Where a Dockerfile has the instructions; by default nowhere. */
  readonly linesOf?: LinesOf;
}

/** What is alive and could go, the biggest first: how much, where, who wrote it and what to change; no lines where there is nothing. */
export function leftoverLines(
  { image, tree }: Pick<Analysis, "image" | "tree">,
  leftovers: readonly Leftover[],
  { paint, columns, top, linesOf = () => [] }: Frame & LeftoverOptions,
): string[] {
  if (leftovers.length === 0) return [];
  const width = Math.max(columns - INDENT.length, 20);
  const told = leftovers.slice(0, top).flatMap(({ bytes, title, files, layer, places, say }) => {
    const [{ node }, ...others] = places;
    const more = others.length === 0 ? "" : ` and ${counted(others.length, "more place")}`;
    const lines = [
      cutEnd(`${escapePath(tree.path(node))}${more}`, width),
      ...instructionLines(image, "written by", layer, width),
      ...linesOf(layer).map((line) => cutEnd(line, width)),
      ...wrapped(`→ ${say}`, width).map((line) => paint.cyan(line)),
    ];
    const size = paint.bold(padStart(humanSize(bytes), SIZE_COLUMNS));
    return [
      `${size}  ${paint.yellow(title)} in ${counted(files, "file")}`,
      ...lines.map((line) => INDENT + line),
      "",
    ];
  });
  const rest = leftovers.slice(top);
  const sum = `${padStart(humanSize(leftoverBytes(rest)), SIZE_COLUMNS)}  in ${counted(rest.length, "more group")}: see --format json`;
  return [
    `${paint.bold("Leftovers")}: ${humanSize(leftoverBytes(leftovers))} alive that could go`,
    "",
    ...(rest.length === 0 ? told.slice(0, -1) : [...told, sum]),
  ];
}
