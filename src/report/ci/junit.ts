import {
  detailLine,
  type Finding,
  findingAdviceLines,
  type GateReport,
  headline,
  placeName,
  type RuleReport,
} from "./gate-finding.js";

/**
 * Returns the rules as JUnit tests, one suite for each image. A failed rule is a failed test. A rule that
 * only warns is a skipped test, because the format has no warnings. Form: Jenkins' `jenkins-junit.xsd`, which
 * GitLab reads, too.
 */
export function junitXml({ image, rules, findings }: GateReport): string {
  const count = (status: RuleReport["status"]) => rules.filter((rule) => rule.status === status).length;
  const counts = `tests="${rules.length}" failures="${count("failed")}" errors="0" skipped="${count("warned")}" time="0"`;
  const byRule = new Map<string, Finding[]>(rules.map(({ name }) => [name, []]));
  for (const finding of findings) byRule.get(finding.rule)?.push(finding);
  const cases = rules.flatMap((rule) => testCase(rule, byRule.get(rule.name) ?? [], image));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="layerx" ${counts}>`,
    `  <testsuite name="${xmlText(image)}" ${counts}>`,
    ...cases,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function testCase(
  { name, status, message }: RuleReport,
  findings: readonly Finding[],
  image: string,
): string[] {
  const head = `    <testcase name="${xmlText(name)}" classname="layerx.${xmlText(image)}" time="0"`;
  if (status === "passed") return [`${head}/>`];
  const said = xmlText(message);
  if (status === "warned") return [`${head}>`, `      <skipped message="${said}"/>`, "    </testcase>"];
  const finding = findings.flatMap(linesOfFinding);
  return [
    `${head}>`,
    `      <failure type="${xmlText(name)}" message="${said}">${xmlText(finding.join("\n"))}</failure>`,
    "    </testcase>",
  ];
}

function linesOfFinding(finding: Finding): string[] {
  const { details, place } = finding;
  return [
    headline(finding),
    ...(place === null ? [] : [`  in ${placeName(place)}`]),
    ...details.map((detail) => `  ${detailLine(detail)}`),
    ...findingAdviceLines(finding).map((line) => `  ${line}`),
  ];
}

const ENTITIES = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
]);
// XML 1.0 does not allow these characters, not even as a reference.
const NONCHARACTERS = /[\ufffe\uffff]/g;

function xmlText(text: string): string {
  return text
    .replace(/[&<>"]/g, (char) => ENTITIES.get(char) ?? char)
    .replace(NONCHARACTERS, (char) => `\\u{${char.charCodeAt(0).toString(16)}}`);
}
