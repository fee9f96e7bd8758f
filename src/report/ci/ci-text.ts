import type { Advice } from "../../analysis/advice/advice.js";
import { layerAdviser } from "../../analysis/advice/layer-advice.js";
import type { Analysis } from "../../analysis/analyze.js";
import { bigLayers } from "../../analysis/gate/offenders.js";
import type { Rule } from "../../analysis/gate/rule.js";
import type { Verdict } from "../../analysis/gate/verdict.js";
import type { WasteFinding } from "../../analysis/waste/waste-groups.js";
import { layerText } from "../../image/dockerfile/instruction.js";
import { imageName } from "../../image/source-name.js";
import { humanSize } from "../../text/bytes.js";
import { type Palette, palette } from "../../text/colour.js";
import { counted } from "../../text/count.js";
import { cutEnd, padEnd, padStart } from "../../text/width.js";
import { adviceWords } from "../../words/advice-words.js";
import { leftoverLines } from "../image/leftovers-section.js";
import { amountsApart } from "../text/amount.js";
import { linesOfLayers } from "../text/dockerfile-lines.js";
import { findingLines, inWaste, wrapped } from "../waste/finding-text.js";
import type { CiResult } from "./ci-result.js";
import { gateSummary } from "./gate-report.js";
import type { Places } from "./offender-finding.js";
import { tooMuch } from "./rule-message.js";
import { ignoredLines, noteLines, type SectionOptions } from "./rule-notes.js";
import { offenderSection } from "./rule-offenders-text.js";
import { slimSuggestionText } from "./slim-suggestion.js";

export interface CiTextOptions {
  readonly colour: boolean;
  readonly columns: number;
  /** Returns the place of a layer's instruction in the Dockerfile; by default none is known. */
  readonly places?: Places;
}

const OFFENDERS_SHOWN = 5;
const LAYERS_SHOWN = 5;
const LEFTOVERS_SHOWN = 3;
const INDENT = " ".repeat(11);

/** Returns `ci` for people: the result, each rule, and for each failed rule its offenders and the advice. */
export function ciText(result: CiResult, { colour, columns, places = () => null }: CiTextOptions): string {
  const style = palette({ colour });
  const options = { columns, style, linesOf: linesOfLayers(places) };
  const widths = widthsOf(result.verdicts);
  const sections = [
    [verdictLine(result, style), ...(result.pass ? [`      ${gateSummary(result.analysis)}`] : [])],
    result.verdicts.flatMap((verdict) => [
      ...ruleLines(verdict, result, { columns, style, widths }),
      ...ignoredLines(verdict, options),
    ]),
    noteLines(result, options),
    wasteSection(result, options),
    ...result.verdicts.map((verdict) => offenderSection(verdict, result, options)),
    layerSection(result, options),
    slimSuggestionLines(result, columns),
    result.pass
      ? []
      : leftoverLines(result.analysis, result.leftovers, { ...options, paint: style, top: LEFTOVERS_SHOWN }),
  ];
  const filled = sections.filter((lines) => lines.length > 0);
  return `${[...filled, [machineLine(result)]].map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/**
 * Returns the last line of the text. It is for programs, so its form does not change. Documented in
 * docs/ci.md.
 */
function machineLine({ pass, analysis: { metrics } }: CiResult): string {
  const { size, layers, wastedBytes, efficiency } = metrics;
  const facts = [
    `size=${size}`,
    `layers=${layers.length}`,
    `wasted=${wastedBytes}`,
    `efficiency=${efficiency.toFixed(4)}`,
  ];
  return `verdict: ${pass ? "pass" : "fail"} ${facts.join(" ")}`;
}

function verdictLine({ analysis, pass, verdicts }: CiResult, style: Palette): string {
  const failed = verdicts.filter(({ status }) => status === "failed").length;
  const name = imageName(analysis.image);
  if (!pass)
    return `${style.bold(style.red("FAIL"))}  ${name}: ${failed} of ${counted(verdicts.length, "rule")} failed`;
  const warned = verdicts.filter(({ status }) => status === "warned").length;
  const passed = `${counted(verdicts.length - warned, "rule")} passed`;
  const warns = `${warned} of ${counted(verdicts.length, "rule")} ${warned === 1 ? "warns" : "warn"}`;
  const what = verdicts.length === 0 ? "no rule is on" : warned === 0 ? passed : warns;
  return `${style.bold(style.green("PASS"))}  ${name}: ${what}`;
}

/** The columns of the longest name and the longest measured value. */
interface Widths {
  readonly names: number;
  readonly actuals: number;
}

function widthsOf(verdicts: CiResult["verdicts"]): Widths {
  return verdicts.reduce(
    ({ names, actuals }, one) => ({
      names: Math.max(names, one.rule.name.length),
      actuals: Math.max(actuals, amounts(one)[0].length),
    }),
    { names: 0, actuals: 0 },
  );
}

function ruleLines(
  verdict: Verdict,
  result: CiResult,
  { columns, style, widths }: Pick<SectionOptions, "columns" | "style"> & { readonly widths: Widths },
): string[] {
  const { rule, status } = verdict;
  const { names, actuals } = widths;
  const [actual, limit] = amounts(verdict);
  const mark = { passed: style.green("✓"), warned: style.yellow("!"), failed: style.red("✗") }[status];
  const bound = rule.kind.bound === "lowest" ? "at least" : "at most";
  const far = tooMuch(verdict);
  const limitText = `${bound} ${limit}${far === "" ? "" : `: ${far}`}`;
  const where = `(${origin(rule, result)})`;
  const before = `${padEnd(rule.name, names)}  ${padStart(actual, actuals)}  `;
  const line = `  ${mark} ${before}${limitText}`;
  const isWide = 4 + before.length + limitText.length + 2 + where.length > columns;
  // The note gets a line of its own only if the distance to the limit is shown, too.
  if (!isWide || far === "") return [`${line}  ${style.dim(where)}`];
  return [line, `${" ".repeat(4 + before.length)}${style.dim(where)}`];
}

function amounts({ actual, rule }: Verdict): readonly [string, string] {
  return amountsApart(actual, rule.limit, rule.kind.unit);
}

function origin({ from, kind, basis }: Rule, { rulesFile, baseline }: CiResult): string {
  const places = {
    flag: `--${kind.flag?.name}`,
    file: rulesFile,
    default: "default",
    baseline: `since ${baseline?.name}`,
  };
  const place = places[from];
  return basis === "dive" ? `${place}, dive's arithmetic` : `${place}`;
}

function wasteSection(
  { analysis, verdicts, imageOffenders, base }: CiResult,
  options: SectionOptions,
): string[] {
  const { style } = options;
  const aboutWaste = verdicts.filter(({ pass, rule }) => !pass && rule.kind.topic === "waste");
  if (aboutWaste.length === 0) return [];
  const onlyNew = aboutWaste.every(({ rule }) => rule.from === "baseline");
  const someLeftOut = aboutWaste.every(({ ignored }) => ignored.some(({ expired }) => !expired));
  const picked = onlyNew || someLeftOut ? newOnes(imageOffenders.waste, aboutWaste) : [];
  const findings = picked.length > 0 ? picked : imageOffenders.waste;
  if (findings.length === 0) {
    return [
      "No byte is wasted: dive counts every path that occurs in two layers.",
      "→ Use the exact numbers, with --metrics exact.",
    ];
  }
  const baseEnd = base.counted ? (base.found?.layers ?? 0) : 0;
  const wasted = onlyNew && picked.length > 0 ? "newly wasted" : "wasted";
  const list = (findings: readonly WasteFinding[], where: string) => {
    const bytes = findings.reduce((sum, offender) => sum + offender.bytes, 0);
    const title = style.bold(`${humanSize(bytes)} ${wasted}${where}, largest first`);
    return [
      title,
      "",
      ...findingLines(analysis, findings, { ...options, top: OFFENDERS_SHOWN, more: inWaste }),
    ];
  };
  const own = findings.filter(({ endedBy }) => endedBy >= baseEnd);
  const ofBase = findings.filter(({ endedBy }) => endedBy < baseEnd);
  return [
    ...(own.length === 0 ? [] : list(own, "")),
    ...(own.length === 0 || ofBase.length === 0 ? [] : [""]),
    ...(ofBase.length === 0 ? [] : list(ofBase, " in the base image, which only another base changes")),
  ];
}

/** Returns the findings that contain copies of failed rules about new waste. */
function newOnes(findings: readonly WasteFinding[], verdicts: readonly Verdict[]): WasteFinding[] {
  const nodes = new Set(verdicts.flatMap(({ offenders }) => offenders.flatMap((one) => one.nodes)));
  return findings
    .map((finding) => {
      const copies = finding.copies.filter(({ node }) => nodes.has(node));
      return { ...finding, copies, bytes: copies.reduce((sum, { bytes }) => sum + bytes, 0) };
    })
    .filter(({ copies }) => copies.length > 0)
    .sort((a, b) => Number(a.inevitable) - Number(b.inevitable) || b.bytes - a.bytes);
}

function layerSection({ analysis, base, imageOffenders }: CiResult, options: SectionOptions): string[] {
  const { columns, style } = options;
  const advise = layerAdviser(analysis, base.counted ? base.found : null);
  const worthAChange = bigLayers(analysis.metrics, imageOffenders.biggestLayers);
  const list = (title: string, layers: readonly number[], advice: Advice) =>
    layers.length === 0
      ? []
      : [
          style.bold(title),
          "",
          ...layers
            .slice(0, LAYERS_SHOWN)
            .flatMap((layer) => [
              layerLine(analysis, layer, columns),
              ...(layers === imageOffenders.biggestLayers && worthAChange.includes(layer)
                ? ownAdvice(layer, advise(layer), options)
                : []),
            ]),
          "",
          ...adviceLines(advice, options),
        ];
  const big = list("The biggest layers", imageOffenders.biggestLayers, { topic: "smaller-image" });
  const small = list("The smallest layers", imageOffenders.smallestLayers, { topic: "fewer-layers" });
  return big.length > 0 && small.length > 0 ? [...big, "", ...small] : [...big, ...small];
}

function slimSuggestionLines(result: CiResult, columns: number): string[] {
  const text = slimSuggestionText(result);
  return text === null ? [] : wrapped(text, columns);
}

function ownAdvice(layer: number, advice: Advice | null, options: SectionOptions): string[] {
  const lines = options.linesOf(layer).map((line) => cutEnd(`${INDENT}${line}`, options.columns));
  return advice === null ? lines : [...lines, ...adviceLines(advice, options)];
}

function adviceLines(advice: Advice, { columns, style }: SectionOptions): string[] {
  return wrapped(`→ ${adviceWords(advice).say}`, Math.max(columns - INDENT.length, 20)).map(
    (line) => `${INDENT}${style.cyan(line)}`,
  );
}

function layerLine({ image, metrics }: Analysis, layer: number, columns: number): string {
  const { size } = metrics.layers[layer];
  const bytes = padStart(size === null ? "unknown" : humanSize(size), 9);
  const text = layerText(image, layer);
  return cutEnd(`${bytes}  layer ${layer}  ${text}`, columns);
}
