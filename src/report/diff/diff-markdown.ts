import type { Comparison } from "../../analysis/diff/compare-images.js";
import { isSame, totalsOf } from "../../analysis/diff/totals.js";
import { palette } from "../../text/colour.js";
import { escapeText } from "../../text/escape.js";
import { code, fenced } from "../syntax/markdown.js";
import { configText } from "./config-text.js";
import type { DiffResult } from "./diff-result.js";
import { everyPath, filesText } from "./files-text.js";
import { layerChangesText } from "./layer-changes-text.js";
import { packagesText } from "./packages-text.js";
import { sideName, summaryText } from "./summary-text.js";

// Long lines can be scrolled in a page, so they are not cut earlier.
const FRAME = { paint: palette({ colour: false }), columns: 400 };

/**
 * Yields the comparison as a section for an issue or a wiki: the parts of the text report, each as a code
 * block with the colours of a diff.
 */
export function* diffMarkdown(result: DiffResult): Generator<string> {
  const { comparison, shown, onlySummary } = result;
  yield `### ${title(comparison)}\n`;
  if (shown !== null) {
    yield patch(
      "",
      [...everyPath(comparison, shown, FRAME)].map((line) => line.trimEnd()),
    );
    return;
  }
  if (isSame(comparison)) {
    const without =
      result.exclude.length === 0 ? "" : ` Left out: ${result.exclude.map(patternCode).join(", ")}.`;
    yield `\nNo file and nothing of the config differs.${without}\n`;
    return;
  }
  const [, ...summary] = summaryText(result, totalsOf(comparison), FRAME.paint);
  yield patch("", summary);
  if (onlySummary) return;
  const files = result.everyPath
    ? ["Files", ...[...everyPath(comparison, null, FRAME)].map((line) => line.trimEnd())]
    : filesText(comparison, FRAME);
  for (const part of [
    layerChangesText(comparison, FRAME),
    configText(comparison.config, FRAME),
    packagesText(result.packages, { ...FRAME, every: result.everyPath }),
    files,
  ]) {
    if (part.length > 0) yield patch(part[0], part.slice(1));
  }
}

function patternCode(pattern: string): string {
  return code(escapeText(pattern));
}

function title({ a, b }: Comparison): string {
  return `${code(sideName(a))} → ${code(sideName(b))}`;
}

/** Returns lines as a block of a patch. GitHub and others colour `+` and `-` at the start of a line. */
function patch(heading: string, lines: readonly string[]): string {
  const body = lines.map((line) => line.replace(/^ {2}/, ""));
  const title = heading === "" ? "" : `\n**${heading}**\n`;
  return `${title}\n${fenced("diff", body).join("\n")}\n`;
}
