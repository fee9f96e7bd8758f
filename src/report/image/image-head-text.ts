import type { Analysis } from "../../analysis/analyze.js";
import { cutEnd } from "../../text/width.js";
import type { Frame } from "../formats/frame.js";
import type { BaseFinding } from "./base-facts.js";
import { imageHead } from "./image-head.js";

// An image ID and its label fill 80 columns.
const LABEL_COLUMNS = 9;

/** The first lines of the report: what the image is, how big, and what a container of it runs. */
export function headText(analysis: Analysis, base: BaseFinding, { paint, columns }: Frame): string[] {
  const { name, platform, format, facts } = imageHead(analysis, base);
  const label = (text: string) => paint.dim(text.padEnd(LABEL_COLUMNS));
  return [
    `${paint.bold(cutEnd(name, columns))}  ${platform}  ${format}`,
    ...facts.map((fact) => `${label(fact.label)}${cutEnd(fact.text, columns - LABEL_COLUMNS)}`),
  ];
}
