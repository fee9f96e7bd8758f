import { ciJson } from "./ci-json.js";
import type { CiResult } from "./ci-result.js";
import { ciText } from "./ci-text.js";
import type { GateReport } from "./gate-finding.js";
import { gateMarkdown } from "./gate-markdown.js";
import { gateReport } from "./gate-report.js";
import { githubCommands } from "./github.js";
import { gitlabJson } from "./gitlab.js";
import { junitXml } from "./junit.js";
import type { Places } from "./offender-finding.js";
import { sarifJson } from "./sarif.js";

/** The formats of `ci`. */
export const CI_FORMATS = ["text", "json", "junit", "sarif", "gitlab", "github", "markdown"] as const;
export type CiFormat = (typeof CI_FORMATS)[number];

export interface FormatOptions {
  readonly places: Places;
  /** The version of layerx. */
  readonly version: string;
  /** True if the text may have colours. */
  readonly colour: boolean;
  readonly columns: number;
}

/**
 * Returns a function that writes a result in any of the formats. The parts that formats share are computed
 * once.
 */
export function ciWriter(
  result: CiResult,
  options: FormatOptions,
): (format: CiFormat, paper?: Paper) => string {
  let shared: GateReport | null = null;
  const report = (): GateReport => {
    shared ??= gateReport(result, options.places);
    return shared;
  };
  return (format, paper = options) => {
    if (format === "text") return ciText(result, { ...paper, places: options.places });
    if (format === "json") return ciJson(result);
    if (format === "sarif") return sarifJson(report(), options.version);
    return SHARED[format](report());
  };
}

/** The output device of the text: its colours and columns. */
export type Paper = Pick<FormatOptions, "colour" | "columns">;

const SHARED = {
  junit: junitXml,
  gitlab: gitlabJson,
  github: githubCommands,
  markdown: gateMarkdown,
} satisfies Record<Exclude<CiFormat, "text" | "json" | "sarif">, (report: GateReport) => string>;
