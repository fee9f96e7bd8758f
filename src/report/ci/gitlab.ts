import { jsonDocument } from "../syntax/json-document.js";
import { type Finding, type GateReport, headline } from "./gate-finding.js";

/** Returns a report for GitLab's Code Quality widget. Form: GitLab, "Code Quality report format". */
export function gitlabJson({ image, findings }: GateReport): string {
  return jsonDocument(
    findings.map((finding) => ({
      description: description(finding),
      check_name: finding.rule,
      fingerprint: finding.fingerprint,
      severity: finding.level === "error" ? "major" : "minor",
      location: {
        // GitLab requires a path and a line. Without a Dockerfile the name of the image is the path.
        path: (finding.place?.file ?? image).replace(/^(\.\/)+/, ""),
        lines: { begin: finding.place?.line ?? 1, end: finding.place?.endLine ?? 1 },
      },
    })),
  );
}

function description(finding: Finding): string {
  return finding.advice === null ? headline(finding) : `${headline(finding)}. ${finding.advice}`;
}
