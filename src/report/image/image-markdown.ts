import { andMore } from "../../text/count.js";
import { escapeText } from "../../text/escape.js";
import { cellCode, code, cutText, fitting, plain } from "../formats/markdown.js";
import { wasteSummary } from "../waste/waste-summary.js";
import { duplicatesMarkdown } from "./duplicates-markdown.js";
import { imageHead } from "./image-head.js";
import type { ImageFindings } from "./image-json.js";
import { layersMarkdown } from "./layers-markdown.js";
import { leftoversMarkdown } from "./leftovers-markdown.js";
import { packagesMarkdown } from "./packages-section.js";
import { secretsMarkdown } from "./secrets-markdown.js";
import { wasteMarkdown } from "./waste-markdown.js";

const NAME_COLUMNS = 200;
const FACT_COLUMNS = 300;
const WARNING_COLUMNS = 400;
/** An issue on GitHub takes 65,536 characters: every part of the report has its share of them. */
const WARNING_CHARS = 3_000;

/**
 * The report on an image as a section for an issue or a wiki: what the text report tells, as GitHub's Markdown. What
 * comes from the image stands in code. Whatever the image, it is short enough for an issue.
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
