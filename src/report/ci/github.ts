import { detailLine, type Finding, findingAdviceLines, type GateReport, headline } from "./gate-finding.js";

/**
 * Returns annotations for GitHub Actions, one workflow command a line. A pull request shows them at the lines
 * of the Dockerfile. Form: GitHub, "Workflow commands". The escapes are those of its runner
 * (`ActionCommand.cs`).
 */
export function githubCommands({ findings }: GateReport): string {
  return findings.map((finding) => `${command(finding)}\n`).join("");
}

function command(finding: Finding): string {
  const { level, rule, place, details, verdict } = finding;
  const properties: (readonly [string, string | number])[] = [
    ...(place === null
      ? []
      : ([
          ["file", place.file],
          ["line", place.line],
          ["endLine", place.endLine],
        ] as const)),
    ["title", `layerx: ${rule}`],
  ];
  const list = properties.map(([name, value]) => `${name}=${property(String(value))}`).join(",");
  const lines = [headline(finding), ...findingAdviceLines(finding), ...details.map(detailLine), verdict];
  return `::${level} ${list}::${data(lines.join("\n"))}`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
