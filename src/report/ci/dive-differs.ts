import { emptyWhiteouts } from "../../analysis/dive.js";
import { escapePath, type Printable } from "../../text/escape.js";
import type { CiResult } from "./ci-result.js";

/** A layer that dive itself counts only in part, and the whiteout at which dive stops. */
interface DiveDiffers {
  readonly layer: number;
  readonly path: Printable;
}

/**
 * Returns the layers for which dive's own numbers may be lower than layerx's numbers in dive's arithmetic;
 * empty if no rule uses these.
 */
export function diveDiffers({
  analysis: { tree },
  verdicts,
}: Pick<CiResult, "analysis" | "verdicts">): DiveDiffers[] {
  if (verdicts.every(({ rule }) => rule.basis !== "dive")) return [];
  return emptyWhiteouts(tree).map(({ layer, node }) => ({ layer, path: escapePath(tree.path(node)) }));
}
