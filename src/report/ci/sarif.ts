import { jsonDocument } from "../syntax/json-document.js";
import {
  type DockerfilePlace,
  detailLine,
  type Finding,
  findingAdviceLines,
  type GateReport,
  headline,
  type RuleReport,
} from "./gate-finding.js";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

/**
 * Returns the findings as SARIF 2.1.0, with all fields that GitHub's code scanning requires. The location of
 * each result is in the Dockerfile. If that is unknown, it is the name of the image. `version` is the version
 * of layerx. Form: OASIS, "SARIF Version 2.1.0"; GitHub, "SARIF support for code scanning".
 */
export function sarifJson({ image, rules, findings }: GateReport, version: string): string {
  const ids = new Map(rules.map(({ name }, index) => [name, index]));
  return jsonDocument({
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "layerx", version, rules: rules.map(ruleFacts) } },
        // Several images of one repository are several analyses: with the same ID, each would replace the one
        // before.
        automationDetails: { id: `layerx/${image}/` },
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => resultFacts(finding, { image, ids })),
      },
    ],
  });
}

function ruleFacts({ name, about, why, more, status }: RuleReport) {
  return {
    id: name,
    shortDescription: { text: name },
    fullDescription: { text: about },
    help: { text: `${about} ${why}` },
    ...(more === null ? {} : { helpUri: more }),
    defaultConfiguration: { level: status === "warned" ? "warning" : "error" },
  };
}

function resultFacts(finding: Finding, { image, ids }: { image: string; ids: ReadonlyMap<string, number> }) {
  const { rule, level, details, verdict, place, related, fingerprint } = finding;
  const text = [headline(finding), ...findingAdviceLines(finding), ...details.map(detailLine), verdict];
  return {
    ruleId: rule,
    ruleIndex: ids.get(rule) ?? -1,
    level,
    message: { text: messageText(text.join("\n")) },
    locations: [place === null ? imageLocation(image) : location(place)],
    ...(related.length === 0
      ? {}
      : { relatedLocations: related.map((one, index) => ({ id: index + 1, ...location(one) })) }),
    // GitHub uses only the first fingerprint. Without it, GitHub would compute one from the text of the file,
    // but an image is not a text.
    partialFingerprints: { primaryLocationLineHash: fingerprint, "layerxFinding/v1": fingerprint },
  };
}

/**
 * Escapes a message: braces are placeholders, brackets before a parenthesis are a link (SARIF 2.1.0, 3.11.5
 * and 3.11.6).
 */
function messageText(text: string): string {
  const braced = text.replaceAll("{", "{{").replaceAll("}", "}}");
  return braced.includes("](") ? braced.replace(/[[\]]/g, "\\$&") : braced;
}

function location({ file, line, endLine }: DockerfilePlace) {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file) },
      region: { startLine: line, endLine },
    },
  };
}

function imageLocation(image: string) {
  return {
    physicalLocation: { artifactLocation: { uri: uriOf(image) }, region: { startLine: 1, endLine: 1 } },
    message: { text: messageText(image) },
  };
}

/**
 * Returns a path as a URI. A relative path stays relative, because GitHub resolves it from the root of the
 * repository.
 */
function uriOf(path: string): string {
  const parts = path
    .replace(/^(\.\/)+/, "")
    .split("/")
    .map(encodeURIComponent)
    .join("/");
  return path.startsWith("/") ? `file://${parts}` : parts;
}
