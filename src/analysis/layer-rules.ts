import { entryOfLayer, instructionText } from "../image/instruction.js";
import type { Analysis } from "./analyze.js";
import { layerAdvice } from "./layer-advice.js";
import { type Measured, measured, type Rule } from "./rules.js";
import type { RuleOffender } from "./verdict.js";

/** A rule about layers: the biggest one above the base, one by its number, or those of like instructions together. */
export interface LayerRule extends Rule {
  readonly is: "layers";
  /** A number, or an instruction with `*` for anything; `null` for each layer by itself. */
  readonly which: number | string | null;
}

export interface LayerVerdict extends Measured<LayerRule> {
  readonly offenders: readonly RuleOffender[];
}

/** Holds layers against a rule. A layer whose size is not known counts as empty, as in the image's size. */
export function judgeLayers(
  rule: LayerRule,
  { image, metrics, fromLayer }: Pick<Analysis, "image" | "metrics"> & { readonly fromLayer: number },
): LayerVerdict {
  const means = meant(rule.which);
  const sizes = image.layers
    .map(({ index }) => ({
      layer: index,
      bytes: metrics.layers[index].size ?? 0,
      instruction: instructionText(entryOfLayer(image, index)?.createdBy ?? null),
    }))
    .filter(({ layer, instruction }) =>
      rule.which === null ? layer >= fromLayer : means(layer, instruction),
    )
    .sort((a, b) => b.bytes - a.bytes || a.layer - b.layer);
  const each = rule.which === null;
  const actual = each ? (sizes[0]?.bytes ?? 0) : sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const offenders = sizes
    .filter(({ bytes }) => bytes > (each ? rule.limit : 0))
    .map(({ layer, bytes }) => {
      const advice = layerAdvice(image, layer).say;
      return { bytes, nodes: [], layer, endedBy: null, cause: null, advice };
    });
  return { ...measured(rule, actual), offenders };
}

function meant(which: LayerRule["which"]): (layer: number, instruction: string) => boolean {
  if (typeof which !== "string") return (layer) => layer === which;
  const parts = which.split("*").map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  const pattern = new RegExp(`^${parts.join(".*")}$`, "s");
  return (_, instruction) => pattern.test(instruction);
}
