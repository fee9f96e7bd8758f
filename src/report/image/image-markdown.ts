import type { Analysis } from "../../analysis/analyze.js";
import type { Leftover } from "../../analysis/leftovers/leftovers.js";
import type { SecretFindings } from "../../analysis/secrets/secrets.js";
import type { Duplicate } from "../../analysis/waste/duplicates.js";
import { layerText } from "../../image/dockerfile/instruction.js";
import { humanSize } from "../../text/bytes.js";
import { andMore, counted } from "../../text/count.js";
import { escapePath, escapeText } from "../../text/escape.js";
import { leftoversTitle, leftoverWords, moreLeftovers } from "../../words/leftover-words.js";
import { secretsTitle, secretWords, unsearchedText } from "../../words/secret-words.js";
import { cellCode, code, cutText, fitting, folded, plain } from "../syntax/markdown.js";
import { wasteSummary } from "../waste/waste-summary.js";
import { imageHead } from "./image-head.js";
import type { ImageFindings } from "./image-json.js";
import { layersMarkdown } from "./layers-markdown.js";
import { packagesMarkdown } from "./packages-section.js";
import { wasteMarkdown } from "./waste-markdown.js";

const NAME_COLUMNS = 200;
const FACT_COLUMNS = 300;
const WARNING_COLUMNS = 400;
/**
 * The maximum number of characters of the warnings. An issue on GitHub may have 65,536 characters, which the
 * parts of the report share.
 */
const WARNING_CHARS = 3_000;

/**
 * Returns the report on an image as a section for an issue or a wiki: the content of the text report, as
 * GitHub's Markdown. Text from the image is written as code. The report is always short enough for an issue.
 */
export function imageMarkdown(findings: ImageFindings): string {
  const { analysis, duplicates, leftovers, secrets, packages } = findings;
  const summary = wasteSummary(findings);
  const parts = [
    headLines(findings, `${summary.efficiency}: ${summary.sentence}`),
    layersMarkdown(analysis),
    wasteMarkdown(analysis, summary),
    packagesMarkdown(packages),
    secretsMarkdown(analysis, secrets),
    leftoversMarkdown(analysis, leftovers),
    ...(duplicates === null ? [] : [duplicatesMarkdown(analysis, duplicates)]),
    warningLines(analysis.image.warnings.map(({ message }) => message)),
  ];
  const filled = parts.filter((lines) => lines.length > 0);
  return `${filled.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function headLines({ analysis, base }: ImageFindings, efficiency: string): string[] {
  const { name, platform, format, facts } = imageHead(analysis, base);
  const [sizes, others] = [facts.filter(({ ours }) => ours), facts.filter(({ ours }) => !ours)];
  return [
    `### ${code(cutText(name, NAME_COLUMNS))}`,
    "",
    `${plain(sizes.map(({ text }) => text).join(", "))}. Efficiency ${plain(efficiency)}.`,
    "",
    "| | |",
    "| --- | --- |",
    `| platform | ${cellCode(cutText(platform, FACT_COLUMNS))} |`,
    `| format | ${format} |`,
    ...others.map(({ label, text }) => `| ${label} | ${cellCode(cutText(text, FACT_COLUMNS))} |`),
  ];
}

function warningLines(warnings: readonly string[]): string[] {
  const { lines, left } = fitting(warnings, WARNING_CHARS, (message) => [
    `- ${code(cutText(escapeText(message), WARNING_COLUMNS))}`,
  ]);
  if (warnings.length === 0) return [];
  return ["#### Warnings", "", ...lines, ...(left > 0 ? [`- ${andMore(left)}`] : [])];
}

const PATHS_SHOWN = 3;
const DUPLICATE_COLUMNS = 160;
const DUPLICATE_CHARS = 3_000;

/** Returns contents that the final image has more than once, the most bytes first. */
function duplicatesMarkdown({ tree }: Pick<Analysis, "tree">, duplicates: readonly Duplicate[]): string[] {
  const all = duplicates.reduce((sum, { bytes }) => sum + bytes, 0);
  const { lines, left } = fitting(duplicates, DUPLICATE_CHARS, ({ bytes, nodes }) => {
    const paths = nodes
      .slice(0, PATHS_SHOWN)
      .map((node) => code(cutText(escapePath(tree.path(node)), DUPLICATE_COLUMNS)));
    const more = nodes.length - paths.length;
    return [`- ${humanSize(bytes)} ${paths.join(", ")}${more > 0 ? ` ${andMore(more)}` : ""}`];
  });
  if (duplicates.length === 0) return ["#### Duplicates", "", "None."];
  return [
    "#### Duplicates",
    "",
    `${humanSize(all)} stored more than once, ${counted(duplicates.length, "content")}.`,
    "",
    ...lines,
    ...(left > 0 ? [`- ${andMore(left)}: see \`layerx inspect --duplicates --format json\``] : []),
  ];
}

const LEFTOVER_COLUMNS = 160;
const LEFTOVER_CHARS = 4_000;

/**
 * Returns files that the image does not need, largest first, in a folded block; no lines if there are none.
 */
function leftoversMarkdown(
  analysis: Pick<Analysis, "image" | "tree">,
  leftovers: readonly Leftover[],
): string[] {
  if (leftovers.length === 0) return [];
  const { lines, left } = fitting(leftovers, LEFTOVER_CHARS, (leftover) => {
    const { title, advice, source, path, morePlaces, written } = leftoverWords(analysis, leftover);
    return [
      `- **${plain(title)}**`,
      `  → ${plain(advice)} ([why](${source}))`,
      `  - ${code(cutText(escapePath(path), LEFTOVER_COLUMNS))}${morePlaces}`,
      `  - ${written.label}: ${code(cutText(written.text, LEFTOVER_COLUMNS))}`,
    ];
  });
  const rest = leftovers.slice(leftovers.length - left);
  const sum = `- and ${moreLeftovers(rest)}: see \`--format json\``;
  return ["#### Leftovers", "", ...folded(leftoversTitle(leftovers), [...lines, ...(left > 0 ? [sum] : [])])];
}

const SECRET_COLUMNS = 160;
const SECRET_CHARS = 4_000;

/** Returns files with secrets; no lines if there are none. */
function secretsMarkdown(
  { image, tree }: Pick<Analysis, "image" | "tree">,
  secrets: SecretFindings | null,
): string[] {
  if (secrets === null || (secrets.found.length === 0 && secrets.unsearched === 0)) return [];
  const { lines, left } = fitting(secrets.found, SECRET_CHARS, (secret) => {
    const { what, path, buried, layer, say, source } = secretWords({ tree }, secret);
    return [
      `- ${code(cutText(path, SECRET_COLUMNS))}: ${plain(what)}`,
      `  → ${plain(say)} ([why](${source}))`,
      ...(buried === null ? [] : [`  - **buried**: ${plain(buried)}`]),
      `  - written by layer ${layer}: ${code(cutText(layerText(image, layer), SECRET_COLUMNS))}`,
    ];
  });
  const unsearched = unsearchedText(secrets);
  return [
    "#### Secrets",
    "",
    ...folded(secretsTitle(secrets), [
      ...lines,
      ...(left > 0 ? [`- and ${left} more: see \`--format json\``] : []),
      ...(unsearched === null ? [] : ["", plain(unsearched)]),
    ]),
  ];
}
