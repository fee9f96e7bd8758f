import type { Comparison } from "../../analysis/diff/compare.js";
import { isSame, totalsOf } from "../../analysis/diff/totals.js";
import { palette } from "../../text/colour.js";
import { configText } from "./config-text.js";
import type { DiffResult } from "./diff-result.js";
import { everyPath, filesText } from "./files-text.js";
import { layersText } from "./layers-text.js";
import { sideName, summaryText } from "./summary-text.js";

// Lines are not cut in a page that can be scrolled.
const FRAME = { paint: palette({ colour: false }), columns: 400 };

/** The comparison as a section for an issue or a wiki: the text report's parts, each in a fenced block of diff colours. */
export function* diffMarkdown(result: DiffResult): Generator<string> {
  const { comparison, shown, onlySummary } = result;
  yield `### ${title(comparison)}\n`;
  if (shown !== null) {
    yield fenced(
      "",
      [...everyPath(comparison, shown, FRAME)].map((line) => line.trimEnd()),
    );
    return;
  }
  if (isSame(comparison)) {
    yield "\nNo file and nothing of the config differs.\n";
    return;
  }
  const [, ...summary] = summaryText(comparison, totalsOf(comparison), FRAME.paint);
  yield fenced("", summary);
  if (onlySummary) return;
  const files = result.everyPath
    ? ["Files", ...[...everyPath(comparison, null, FRAME)].map((line) => line.trimEnd())]
    : filesText(comparison, FRAME);
  for (const part of [layersText(comparison, FRAME), configText(comparison.config, FRAME), files]) {
    if (part.length > 0) yield fenced(part[0], part.slice(1));
  }
}

function title({ a, b }: Comparison): string {
  return `${code(sideName(a))} → ${code(sideName(b))}`;
}

/** As code, where no sign of Markdown or HTML counts; with more backticks around it than are in it. */
function code(text: string): string {
  const ticks = "`".repeat(longestTicks(text) + 1);
  return `${ticks} ${text} ${ticks}`;
}

/** Lines as a block of a patch, where GitHub and others colour `+` and `-`; they have to stand at the line's start. */
function fenced(heading: string, lines: readonly string[]): string {
  const body = lines.map((line) => line.replace(/^ {2}/, ""));
  const fence = "`".repeat(Math.max(longestTicks(body.join("\n")) + 1, 3));
  const title = heading === "" ? "" : `\n**${heading}**\n`;
  return `${title}\n${fence}diff\n${body.join("\n")}\n${fence}\n`;
}

function longestTicks(text: string): number {
  return [...text.matchAll(/`+/g)].reduce((most, [ticks]) => Math.max(most, ticks.length), 0);
}
