import type { Analysis } from "../../analysis/analyze.js";
import { imageWords } from "../../words/image.js";
import { amount } from "../formats/amount.js";

/** The image in numbers: `359kB in 4 layers, 20kB wasted, efficiency 94.43%`. */
export function gateSummary(analysis: Pick<Analysis, "image" | "metrics">): string {
  const { wasted, sizeInLayers } = imageWords(analysis);
  const { efficiency } = analysis.metrics;
  return `${sizeInLayers}, ${wasted}, efficiency ${amount(efficiency, "ratio")}`;
}
