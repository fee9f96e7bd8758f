import { palette } from "../text/colour.js";
import { duplicatesText } from "./duplicates-text.js";
import { headText } from "./image-head-text.js";
import type { ImageFindings } from "./image-json.js";
import { layersText } from "./image-layers-text.js";
import { wasteSummaryText } from "./image-waste-text.js";

export interface TextOptions {
  readonly colour: boolean;
  readonly columns: number;
}

/**
 * The report on an image for people: what it is and runs, its layers with what they cost, its waste by cause
 * with what to change, and, where that was asked for, content that is there more than once.
 */
export function imageText({ analysis, copies, duplicates }: ImageFindings, options: TextOptions): string {
  const frame = { paint: palette(options), columns: Math.max(options.columns, 40) };
  const parts = [
    headText(analysis, frame),
    layersText(analysis, frame),
    wasteSummaryText(analysis, copies, frame),
    ...(duplicates === null ? [] : [duplicatesText(analysis, duplicates, frame)]),
  ];
  return `${parts.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}
