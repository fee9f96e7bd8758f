import { isSame, totalsOf } from "../../analysis/diff/totals.js";
import { palette } from "../../text/colour.js";
import { configText } from "./config-text.js";
import type { DiffResult } from "./diff-result.js";
import { everyPath, filesText } from "./files-text.js";
import { layerChangesText } from "./layer-changes-text.js";
import { packagesText } from "./packages-text.js";
import { filesSummary, patternList, sideName, summaryText } from "./summary-text.js";

export interface DiffTextOptions {
  readonly colour: boolean;
  readonly columns: number;
}

/**
 * Yields the differences between two images for people: numbers first, then layers, config, and files, summed
 * up by folder or one line for each path. If the user named paths, only one line for each path, or only their
 * numbers.
 */
export function* diffText(result: DiffResult, options: DiffTextOptions): Generator<string> {
  const { comparison, shown, onlySummary } = result;
  const paint = palette(options);
  const frame = { paint, columns: Math.max(options.columns, 40) };
  if (shown !== null && onlySummary) {
    yield `${filesSummary(totalsOf(comparison, { shown }), paint)}\n`;
    return;
  }
  if (shown !== null) {
    yield* everyPath(comparison, shown, frame);
    return;
  }
  if (isSame(comparison)) {
    yield `${sameText(result)}\n`;
    return;
  }
  yield lines(summaryText(result, totalsOf(comparison), paint));
  if (onlySummary) return;
  for (const part of [
    layerChangesText(comparison, frame),
    configText(comparison.config, frame),
    packagesText(result.packages, { ...frame, every: result.everyPath }),
  ]) {
    if (part.length > 0) yield `\n${lines(part)}`;
  }
  if (!result.everyPath) {
    const files = filesText(comparison, frame);
    if (files.length > 0) yield `\n${lines(files)}`;
    return;
  }
  yield `\n${paint.bold("Files")}\n`;
  yield* everyPath(comparison, null, frame);
}

function lines(part: readonly string[]): string {
  return `${part.join("\n")}\n`;
}

function sameText({ comparison, exclude }: DiffResult): string {
  const { a, b, layers } = comparison;
  const names = `${sideName(a)} and ${sideName(b)}`;
  const others = layers.filter(({ is }) => is !== "same").length;
  const what = a.layerCount === a.image.layers.length ? "files and config" : "files";
  const without = exclude.length === 0 ? "" : ` (without ${patternList(exclude)})`;
  if (others === 0) return `${names} are the same${without}`;
  return `${names} have the same ${what}${without}; only the bytes of their layers differ, for example in times or in the order of entries`;
}
