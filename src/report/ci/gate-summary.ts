import type { Analysis } from "../../analysis/analyze.js";
import { humanSize } from "../../text/bytes.js";
import { counted } from "../../text/count.js";
import { amount } from "../formats/amount.js";

/** The image in numbers: `359kB in 4 layers, 20kB dead, efficiency 94.43%`. */
export function gateSummary({ metrics }: Pick<Analysis, "metrics">): string {
  const { size, layers, wastedBytes, efficiency } = metrics;
  const wasted = wastedBytes === 0 ? "no byte wasted" : `${humanSize(wastedBytes)} wasted`;
  return `${humanSize(size)} in ${counted(layers.length, "layer")}, ${wasted}, efficiency ${amount(efficiency, "ratio")}`;
}
