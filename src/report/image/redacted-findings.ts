import type { Base } from "../../analysis/base.js";
import { redactedImage } from "../../image/config/redacted.js";
import type { ImageFindings } from "./image-json.js";

/**
 * What was found, without what people do not mean to pass on (see `redactedImage`), so that no format has it to tell. What
 * hangs on an instruction was found before, and stays: the advice, and where the base ends.
 */
export function redacted(findings: ImageFindings): ImageFindings {
  const { analysis, base } = findings;
  return {
    ...findings,
    analysis: { ...analysis, image: redactedImage(analysis.image) },
    base: { ...base, found: base.found === null ? null : withoutLabels(base.found) },
  };
}

/** A base that was given keeps its name; what else names one is a label or an annotation. */
function withoutLabels(base: Base): Base {
  return base.by === "image" ? base : { ...base, name: null, digest: null };
}
