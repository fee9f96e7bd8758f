import type { Analysis } from "../../analysis/analyze.js";
import type { RuleOffender, Verdict } from "../../analysis/gate/verdict.js";
import { humanSize } from "../../text/bytes.js";
import { andMore, counted } from "../../text/count.js";
import { escapePath } from "../../text/escape.js";
import { cutEnd, padStart } from "../../text/width.js";
import { adviceWords } from "../../words/advice-words.js";
import { writtenBy } from "../../words/finding-words.js";
import { instructionLines, wrapped } from "../waste/finding-text.js";
import type { CiResult } from "./ci-result.js";
import { verdictMessage } from "./rule-message.js";
import type { SectionOptions } from "./rule-notes.js";

const OFFENDERS_SHOWN = 5;
const PATHS_SHOWN = 3;
const SIZE_COLUMNS = 9;
const INDENT = " ".repeat(SIZE_COLUMNS + 2);

/** Returns the offenders of a rule about paths or single layers, by instruction; empty if it passes. */
export function offenderSection(
  verdict: Verdict,
  { analysis, grownKnown }: Pick<CiResult, "analysis" | "grownKnown">,
  options: SectionOptions,
): string[] {
  const { rule, pass, offenders } = verdict;
  const { topic } = rule.kind;
  // If the layers that grew are unknown, the report lists all layers further below.
  const grown = grownKnown && rule.from === "baseline" && topic !== "waste";
  if (pass || !(grown || topic === "layer size" || topic === "paths")) return [];
  const shown = offenders
    .slice(0, OFFENDERS_SHOWN)
    .flatMap((offender) => ["", ...offenderLines(offender, analysis, options)]);
  const more = offenders.length - OFFENDERS_SHOWN;
  return [
    ...wrapped(capital(verdictMessage(verdict)), options.columns).map((line) => options.style.bold(line)),
    ...shown,
    ...(more > 0 ? ["", `${INDENT}and in ${counted(more, "more layer")}: see --format json`] : []),
  ];
}

function capital(sentence: string): string {
  return sentence.slice(0, 1).toUpperCase() + sentence.slice(1);
}

function offenderLines(
  { bytes, nodes, layer, advice }: RuleOffender,
  { image, tree }: Analysis,
  { columns, style, linesOf }: SectionOptions,
): string[] {
  const width = Math.max(columns - INDENT.length, 20);
  const left = nodes.length - PATHS_SHOWN;
  const lines = [
    ...nodes.slice(0, PATHS_SHOWN).map((node) => cutEnd(escapePath(tree.path(node)), width)),
    ...[andMore(left)].filter((line) => line !== null),
    ...(layer === null ? [] : instructionLines(writtenBy(image, layer), width)),
    ...linesOf(layer).map((line) => cutEnd(line, width)),
    ...(advice === null
      ? []
      : wrapped(`→ ${adviceWords(advice).say}`, width).map((line) => style.cyan(line))),
  ];
  const size = style.bold(padStart(humanSize(bytes), SIZE_COLUMNS));
  const [first, ...rest] = nodes.length > 1 ? [`in ${counted(nodes.length, "path")}`, ...lines] : lines;
  return [`${size}  ${first}`, ...rest.map((line) => `${INDENT}${line}`)];
}
