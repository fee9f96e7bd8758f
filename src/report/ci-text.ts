import type { Analysis } from "../analysis/analyze.js";
import type { Rule, Verdict } from "../analysis/rules.js";
import { entryOfLayer, instructionText } from "../image/instruction.js";
import { humanSize } from "../text/bytes.js";
import { type Palette, palette } from "../text/colour.js";
import { counted } from "../text/count.js";
import { escapeText } from "../text/escape.js";
import { cutEnd, padEnd, padStart } from "../text/width.js";
import { amountsApart } from "./amount.js";
import type { CiResult } from "./ci-result.js";
import { storyLines } from "./waste-stories.js";

export interface ReportOptions {
  readonly colour: boolean;
  readonly columns: number;
}

const OFFENDERS_SHOWN = 5;
const LAYERS_SHOWN = 5;

/** `ci` for people: the verdict, each rule, and where one failed what stands behind it and what to change. */
export function ciText(result: CiResult, { colour, columns }: ReportOptions): string {
  const style = palette({ colour });
  const sections = [
    [verdictLine(result, style)],
    result.verdicts.map((verdict) => ruleLine(verdict, result, style)),
    fileNote(result),
    wasteSection(result, { columns, style }),
    layerSection(result, { columns, style }),
  ];
  const filled = sections.filter((lines) => lines.length > 0);
  return `${filled.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function verdictLine({ analysis, pass, verdicts }: CiResult, style: Palette): string {
  const failed = verdicts.filter((verdict) => !verdict.pass).length;
  const source = escapeText(analysis.image.source);
  if (!pass)
    return `${style.bold(style.red("FAIL"))}  ${source}: ${failed} of ${counted(verdicts.length, "rule")} failed`;
  const what =
    verdicts.length === 0
      ? "no rule is on"
      : `${counted(verdicts.length, "rule")} ${verdicts.length === 1 ? "holds" : "hold"}`;
  return `${style.bold(style.green("PASS"))}  ${source}: ${what}`;
}

function ruleLine(verdict: Verdict, { verdicts, rulesFile }: CiResult, style: Palette): string {
  const { rule, pass } = verdict;
  const names = Math.max(...verdicts.map((one) => one.rule.name.length));
  const actuals = Math.max(...verdicts.map((one) => amounts(one)[0].length));
  const [actual, limit] = amounts(verdict);
  const mark = pass ? style.green("✓") : style.red("✗");
  const bound = rule.kind.bound === "lowest" ? "at least" : "at most";
  const where = style.dim(`(${origin(rule, rulesFile)})`);
  return `  ${mark} ${padEnd(rule.name, names)}  ${padStart(actual, actuals)}  ${bound} ${limit}  ${where}`;
}

function amounts({ actual, rule }: Verdict): readonly [string, string] {
  return amountsApart(actual, rule.limit, rule.kind.unit);
}

function origin({ from, kind, basis }: Rule, rulesFile: CiResult["rulesFile"]): string {
  const place = from === "flag" ? `--${kind.flag}` : from === "file" ? rulesFile : "default";
  return basis === "dive" ? `${place}, dive's arithmetic` : `${place}`;
}

function fileNote({ rulesFile, verdicts }: CiResult): string[] {
  if (rulesFile === null) return [];
  const used = verdicts.filter(({ rule }) => rule.from === "file").length;
  return [`  rules file: ${rulesFile}${used === 0 ? ", of which no rule counts" : ""}`];
}

interface SectionOptions {
  readonly columns: number;
  readonly style: Palette;
}

function wasteSection({ analysis, verdicts, blame }: CiResult, { columns, style }: SectionOptions): string[] {
  const aboutWaste = verdicts.filter(({ pass, rule }) => !pass && rule.kind.diveKey !== null);
  if (aboutWaste.length === 0) return [];
  if (blame.offenders.length === 0) {
    return [
      "No byte of it is dead: dive counts every path that occurs in two layers.",
      "→ Judge by what is dead, with --metrics exact.",
    ];
  }
  const bytes = blame.offenders.reduce((sum, offender) => sum + offender.bytes, 0);
  const title = style.bold(`${humanSize(bytes)} dead, the biggest first`);
  return [title, "", ...storyLines(analysis, blame.offenders, { columns, style, top: OFFENDERS_SHOWN })];
}

function layerSection({ analysis, blame }: CiResult, { columns, style }: SectionOptions): string[] {
  const list = (title: string, layers: readonly number[], advice: string) =>
    layers.length === 0
      ? []
      : [
          style.bold(title),
          "",
          ...layers.slice(0, LAYERS_SHOWN).map((layer) => layerLine(analysis, layer, columns)),
          `           ${style.cyan(`→ ${advice}`)}`,
        ];
  const big = list(
    "The biggest layers",
    blame.biggestLayers,
    "Take a smaller base, or build in a stage of its own and COPY --from it.",
  );
  const small = list(
    "The smallest layers",
    blame.smallestLayers,
    "Join RUN instructions with &&, and COPY what belongs together at once.",
  );
  return big.length > 0 && small.length > 0 ? [...big, "", ...small] : [...big, ...small];
}

function layerLine({ image, metrics }: Analysis, layer: number, columns: number): string {
  const { size } = metrics.layers[layer];
  const bytes = padStart(size === null ? "unknown" : humanSize(size), 9);
  const text = instructionText(entryOfLayer(image, layer)?.createdBy ?? null);
  return cutEnd(`${bytes}  layer ${layer}  ${text}`, columns);
}
