import { palette } from "../../text/colour.js";
import { duplicatesText } from "./duplicates-text.js";
import { headText } from "./image-head-text.js";
import type { ImageFindings } from "./image-json.js";
import { layersText } from "./layers-text.js";
import { leftoverLines } from "./leftovers-text.js";
import { packageLines } from "./packages-section.js";
import { secretLines } from "./secrets-text.js";
import { wasteSummaryText } from "./waste-section-text.js";

const LEFTOVERS_SHOWN = 4;
const SECRETS_SHOWN = 10;

export interface TextOptions {
  readonly colour: boolean;
  readonly columns: number;
}

/**
 * The report on an image for people: what it is and runs, its layers with what they cost, its waste by cause
 * with what to change, its biggest packages, files that hold secrets, what is alive and could go, and, where that was asked for, content that is there more than once.
 */
export function imageText(findings: ImageFindings, options: TextOptions): string {
  const { analysis, duplicates, leftovers, secrets, packages, base } = findings;
  const frame = { paint: palette(options), columns: Math.max(options.columns, 40) };
  const parts = [
    headText(analysis, base, frame),
    layersText(analysis, frame),
    wasteSummaryText(findings, frame),
    packageLines(packages, frame),
    secretLines(analysis, secrets, { ...frame, top: SECRETS_SHOWN }),
    leftoverLines(analysis, leftovers, { ...frame, top: LEFTOVERS_SHOWN }),
    ...(duplicates === null ? [] : [duplicatesText(analysis, duplicates, frame)]),
  ];
  const filled = parts.filter((lines) => lines.length > 0);
  return `${filled.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}
