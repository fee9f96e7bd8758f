import type { Analysis } from "../../analysis/analyze.js";
import type { Duplicate } from "../../analysis/waste/duplicates.js";
import { humanSize } from "../../text/bytes.js";
import { palette } from "../../text/colour.js";
import { andMore, counted } from "../../text/count.js";
import { escapePath } from "../../text/escape.js";
import { cutEnd } from "../../text/width.js";
import { shareBarText } from "../text/share-bar-text.js";
import type { TextFrame } from "../text/text-frame.js";
import { findingLines, inWaste, wrapped } from "../waste/finding-text.js";
import { type WasteSummary, wasteSummary } from "../waste/waste-summary.js";
import type { BaseFinding } from "./base-facts.js";
import { imageHead } from "./image-head.js";
import type { ImageFindings } from "./image-json.js";
import { layersText } from "./layers-text.js";
import { leftoverLines } from "./leftovers-section.js";
import { packageLines } from "./packages-section.js";
import { secretLines } from "./secrets-section.js";

const LEFTOVERS_SHOWN = 4;
const SECRETS_SHOWN = 10;

export interface ImageTextOptions {
  readonly colour: boolean;
  readonly columns: number;
}

/**
 * Returns the report on an image for people: facts, layers with their sizes, waste by cause with advice, the
 * biggest packages, files with secrets, files that it does not need, and, on request, duplicate contents.
 */
export function imageText(findings: ImageFindings, options: ImageTextOptions): string {
  const { analysis, duplicates, leftovers, secrets, packages, base } = findings;
  const frame = { paint: palette(options), columns: Math.max(options.columns, 40) };
  const parts = [
    headText(analysis, base, frame),
    layersText(analysis, frame),
    wasteSummaryText(findings, frame),
    packageLines(packages, frame),
    secretLines(analysis, secrets, { ...frame, top: SECRETS_SHOWN }),
    leftoverLines(analysis, leftovers, { ...frame, top: LEFTOVERS_SHOWN }),
    ...(duplicates === null ? [] : [duplicatesText(analysis, duplicates, frame)]),
  ];
  const filled = parts.filter((lines) => lines.length > 0);
  return `${filled.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

const GROUPS_SHOWN = 10;
const PATHS_SHOWN = 3;

/**
 * Returns contents that the final image has more than once. They are not waste, but a link would save their
 * bytes.
 */
function duplicatesText(
  { tree }: Analysis,
  duplicates: readonly Duplicate[],
  { paint, columns }: TextFrame,
): string[] {
  if (duplicates.length === 0) return [`${paint.bold("Duplicates")}: none`];
  const all = duplicates.reduce((sum, { bytes }) => sum + bytes, 0);
  const lines = duplicates.slice(0, GROUPS_SHOWN).flatMap(({ bytes, nodes }) => {
    const paths = nodes
      .slice(0, PATHS_SHOWN)
      .map((node) => cutEnd(escapePath(tree.path(node)), columns - 11));
    const more = nodes.length > PATHS_SHOWN ? [`${andMore(nodes.length - PATHS_SHOWN)}`] : [];
    const [first, ...others] = [...paths, ...more];
    return [`${humanSize(bytes).padStart(9)}  ${first}`, ...others.map((path) => `${" ".repeat(11)}${path}`)];
  });
  const left = duplicates.length - GROUPS_SHOWN;
  return [
    `${paint.bold("Duplicates")}: ${humanSize(all)} stored more than once, ${counted(duplicates.length, "content")}`,
    ...lines,
    ...(left > 0 ? [paint.dim(`${" ".repeat(11)}${andMore(left)}; all with --format json`)] : []),
  ];
}

// The width of a label. An image ID and its label together fill 80 columns.
const LABEL_COLUMNS = 9;

/**
 * Returns the first lines of the report: what the image is, its size, and the command that a container of it
 * runs.
 */
function headText(analysis: Analysis, base: BaseFinding, { paint, columns }: TextFrame): string[] {
  const { name, platform, format, facts } = imageHead(analysis, base);
  const label = (text: string) => paint.dim(text.padEnd(LABEL_COLUMNS));
  return [
    `${paint.bold(cutEnd(name, columns))}  ${platform}  ${format}`,
    ...facts.map((fact) => `${label(fact.label)}${cutEnd(fact.text, columns - LABEL_COLUMNS)}`),
  ];
}

const BAR_COLUMNS = 10;

/**
 * Returns the waste of an image: the sum, the sums by cause, and the biggest findings with the instructions
 * and advice.
 */
function wasteSummaryText(findings: ImageFindings, frame: TextFrame): string[] {
  const { paint, columns } = frame;
  const { efficiency, sentence, causes, first, rest, slim } = wasteSummary(findings);
  const title = `${paint.bold("Efficiency")} ${efficiency}: ${sentence}`;
  if (causes.length === 0) return [title];
  return [
    title,
    ...causeLines(causes, frame),
    "",
    paint.bold("What to change"),
    ...findingLines(findings.analysis, [...first, ...rest], {
      columns,
      style: paint,
      top: first.length,
      more: inWaste,
    }),
    ...(slim === null ? [] : ["", ...wrapped(slim, columns)]),
  ];
}

function causeLines(causes: WasteSummary["causes"], { paint }: TextFrame): string[] {
  return causes.map(({ cause, bytes, share, files }) => {
    const bar = shareBarText(share, BAR_COLUMNS).padEnd(BAR_COLUMNS);
    return `${humanSize(bytes).padStart(9)}  ${paint.cyan(bar)}  ${paint.yellow(cause.padEnd(11))}  ${counted(files, "file")}`;
  });
}
