import type { Analysis } from "../../analysis/analyze.js";
import type { WasteFinding } from "../../analysis/waste/waste-groups.js";
import { humanSize } from "../../text/bytes.js";
import { andMore, withCommas } from "../../text/count.js";
import { escapePath } from "../../text/escape.js";
import { findingWords, moreFindings } from "../../words/finding-words.js";
import { code, cutText, fitting, folded, plain } from "../syntax/markdown.js";
import { amount } from "../text/amount.js";
import type { WasteSummary } from "../waste/waste-summary.js";

const TEXT_COLUMNS = 160;
const FIRST_CHARS = 7_000;
const REST_CHARS = 3_000;

/**
 * Returns the waste by cause, then the largest findings with paths, instructions and advice; no lines if
 * nothing is wasted.
 */
export function wasteMarkdown(analysis: Analysis, { causes, first, rest, slim }: WasteSummary): string[] {
  if (causes.length === 0) return [];
  const open = fitting(first, FIRST_CHARS, (found) => findingLines(analysis, found));
  const later = [...first.slice(first.length - open.left), ...rest];
  return [
    "#### Waste",
    "",
    "| wasted | share | files | cause |",
    "| --: | --: | --: | --- |",
    ...causes.map(({ cause, bytes, share, files }) => {
      return `| ${humanSize(bytes)} | ${amount(share, "ratio")} | ${withCommas(files)} | ${cause} |`;
    }),
    "",
    "#### What to change",
    "",
    ...open.lines,
    ...(later.length === 0 ? [] : ["", ...more(analysis, later)]),
    ...(slim === null ? [] : ["", slim]),
  ];
}

function more(analysis: Analysis, findings: readonly WasteFinding[]): string[] {
  const bytes = findings.reduce((sum, found) => sum + found.bytes, 0);
  const { lines, left } = fitting(findings, REST_CHARS, (found) => findingLines(analysis, found));
  const title = `${humanSize(bytes)} in ${moreFindings(findings.length)}`;
  return folded(title, [...lines, ...(left > 0 ? [`- ${andMore(left)}: see \`layerx waste\``] : [])]);
}

function findingLines(analysis: Analysis, found: WasteFinding): string[] {
  const { title, advice, source, paths, morePaths, instructions } = findingWords(analysis, found);
  return [
    `- **${title}**`,
    `  → ${plain(advice)} ([why](${source}))`,
    ...paths.map(({ path, size }) => {
      return `  - ${size === null ? "" : `${size} `}${code(cutText(escapePath(path), TEXT_COLUMNS))}`;
    }),
    ...(morePaths === null ? [] : [`  - ${morePaths}`]),
    ...instructions.map(({ label, text }) => `  - ${label}: ${code(cutText(text, TEXT_COLUMNS))}`),
  ];
}
