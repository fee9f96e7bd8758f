import { cellCode, code, folded, plain } from "../syntax/markdown.js";
import {
  type Finding,
  type GateReport,
  type LeftoverReport,
  placeName,
  type RuleReport,
} from "./gate-finding.js";

/** The marker by which a bot finds its earlier comment. */
const MARKER = "<!-- layerx -->";

const OPEN = 5;

const MARKS: Readonly<Record<RuleReport["status"], string>> = { passed: "✅", warned: "⚠️", failed: "❌" };

/**
 * Returns the result for a comment in a pull request, or a step summary. Text from the image is always
 * written as code, in which GitHub and GitLab recognize no markup, no link and no user name.
 */
export function gateMarkdown(report: GateReport): string {
  const { pass, image, summary, rules, findings, leftovers, slim } = report;
  const lines = [
    MARKER,
    `### ${pass ? "✅ PASS" : "❌ FAIL"} ${code(image)}`,
    "",
    `${plain(summary)}.`,
    ...(rules.length === 0 ? ["", "No rule is on."] : ["", ...ruleTable(rules)]),
    ...(findings.length === 0 ? [] : ["", "#### What to change", "", ...changeLines(findings)]),
    ...(slim === null ? [] : ["", slim]),
    ...(leftovers === null ? [] : ["", ...folded(leftovers.title, leftovers.found.flatMap(findingLines))]),
  ];
  return `${lines.join("\n")}\n`;
}

function ruleTable(rules: readonly RuleReport[]): string[] {
  const rows = rules.map(
    ({ status, name, actual, limit }) =>
      `| ${MARKS[status]} | ${cellCode(name)} | ${plain(actual)} | ${plain(limit)} |`,
  );
  return ["| | rule | is | limit |", "| --- | --- | --: | --- |", ...rows];
}

/** The first few findings are visible; the others are in a block that the reader can open. */
function changeLines(findings: readonly Finding[]): string[] {
  const rest = findings.slice(OPEN).flatMap(findingLines);
  const first = findings.slice(0, OPEN).flatMap(findingLines);
  if (rest.length === 0) return first;
  return [...first, "", ...folded(`${findings.length - OPEN} more`, rest)];
}

function findingLines({ title, subject, details, advice, source, place }: LeftoverReport): string[] {
  const about = subject === null ? "" : ` ${code(subject)}`;
  const why = source === null ? "" : ` ([why](${source}))`;
  const where = place === null ? "" : ` (${code(placeName(place))})`;
  return [
    `- **${plain(title)}**${about}${where}`,
    ...(advice === null ? [] : [`  → ${plain(advice)}${why}`]),
    ...details.map(({ label, text }) => `  - ${plain(label)} ${code(text)}`),
  ];
}
