import type { Analysis } from "../../analysis/analyze.js";
import type { Offender } from "../../analysis/waste/waste-groups.js";
import { layerText } from "../../image/dockerfile/instruction.js";
import { humanSize } from "../../text/bytes.js";
import { counted } from "../../text/count.js";
import { escapePath } from "../../text/escape.js";
import { amount } from "../formats/amount.js";
import { code, cutText, fitting, folded, plain } from "../formats/markdown.js";
import type { WasteSummary } from "../waste/waste-summary.js";

const PATHS_SHOWN = 3;
const TEXT_COLUMNS = 160;
const FIRST_CHARS = 7_000;
const REST_CHARS = 3_000;

/** The waste by cause, then the worst of it with its paths, its instructions, and what to change; no lines where there is none. */
export function wasteMarkdown(analysis: Analysis, { causes, first, rest, slim }: WasteSummary): string[] {
  if (causes.length === 0) return [];
  const open = fitting(first, FIRST_CHARS, (story) => storyLines(analysis, story));
  const later = [...first.slice(first.length - open.left), ...rest];
  return [
    "#### Waste",
    "",
    "| dead | share | files | cause |",
    "| --: | --: | --: | --- |",
    ...causes.map(({ cause, bytes, share, files }) => {
      return `| ${humanSize(bytes)} | ${amount(share, "ratio")} | ${files.toLocaleString("en")} | ${cause} |`;
    }),
    "",
    "#### What to change",
    "",
    ...open.lines,
    ...(later.length === 0 ? [] : ["", ...more(analysis, later)]),
    ...(slim === null ? [] : ["", slim]),
  ];
}

function more(analysis: Analysis, stories: readonly Offender[]): string[] {
  const bytes = stories.reduce((sum, story) => sum + story.bytes, 0);
  const { lines, left } = fitting(stories, REST_CHARS, (story) => storyLines(analysis, story));
  const title = `${humanSize(bytes)} for ${counted(stories.length, "more reason")}`;
  return folded(title, [
    ...lines,
    ...(left > 0 ? [`- and ${left.toLocaleString("en")} more: see \`layerx waste\``] : []),
  ]);
}

function storyLines({ image, tree }: Analysis, story: Offender): string[] {
  const { bytes, cause, copies, layer, endedBy, advice, adviceSource } = story;
  const paths = copies.slice(0, PATHS_SHOWN);
  const left = copies.length - paths.length;
  const by = (what: string, index: number) =>
    `  - ${what} layer ${index}: ${code(cutText(layerText(image, index), TEXT_COLUMNS))}`;
  const inFiles = copies.length === 1 ? "" : ` in ${counted(copies.length, "file")}`;
  return [
    `- **${humanSize(bytes)} dead${inFiles} (${cause})**`,
    `  → ${plain(advice)} ([why](${adviceSource}))`,
    ...paths.map((copy) => {
      const size = copies.length === 1 ? "" : `${humanSize(copy.bytes)} `;
      return `  - ${size}${code(cutText(escapePath(tree.path(copy.node)), TEXT_COLUMNS))}`;
    }),
    ...(left > 0 ? [`  - and ${counted(left, "more file")}`] : []),
    by("written by", layer),
    ...(endedBy === layer ? [] : [by("dead since", endedBy)]),
  ];
}
