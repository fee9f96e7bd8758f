import type { Analysis } from "../../analysis/analyze.js";
import type { Baseline } from "../../analysis/gate/baseline.js";
import { entryOfLayer } from "../../image/dockerfile/instruction.js";
import { escapePath } from "../../text/escape.js";
import { imageFields } from "../image/image-json.js";
import { jsonDocument } from "../syntax/json-document.js";

export interface BaselineFindings {
  readonly analysis: Analysis;
  /** Printable paths by pattern. */
  readonly forbidden: NonNullable<Baseline["forbidden"]>;
}

/**
 * Returns the report of `--update-baseline`, with which later images are compared. Its keys are those of the
 * other reports.
 */
export function baselineJson({ analysis, forbidden }: BaselineFindings): string {
  const { tree, metrics, copies } = analysis;
  return jsonDocument({
    schemaVersion: 1,
    image: imageFields(analysis),
    layers: layersJson(analysis),
    waste: {
      bytes: metrics.wastedBytes,
      copies: copies.map(({ node, bytes, layer, endedBy }) => ({
        path: escapePath(tree.path(node)),
        bytes,
        layer,
        endedBy,
      })),
    },
    forbidden: forbiddenJson(forbidden),
  });
}

/** Returns the size and the instruction of each layer. */
export function layersJson({ image, metrics }: Analysis) {
  return image.layers.map(({ index, diffId }) => ({
    index,
    diffId,
    size: metrics.layers[index].size,
    wastedBytes: metrics.layers[index].wastedBytes,
    createdBy: entryOfLayer(image, index)?.createdBy ?? null,
  }));
}

/** Returns the paths that forbidden rules found, by pattern. */
export function forbiddenJson(forbidden: BaselineFindings["forbidden"]) {
  return [...forbidden].map(([pattern, paths]) => ({ pattern, paths: [...paths].sort() }));
}
