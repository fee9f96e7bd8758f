import type { Advice } from "../advice/advice-sources.js";
import { SMALLER_IMAGE } from "../advice/layer-advice.js";
import type { Analysis } from "../analyze.js";
import { type Measured, measured, type Rule } from "./rules.js";
import type { RuleOffender } from "./verdict.js";

/** A rule about layers: the biggest one above the base, one by its number, or those of like instructions together. */
export interface LayerRule extends Rule {
  readonly is: "layers";
  /** A number, or an instruction with `*` for anything; `null` for each layer by itself. */
  readonly which: number | string | null;
  /** Where the file of rules says it, `file:line:column`, for messages. */
  readonly where: string;
}

export interface LayerVerdict extends Measured<LayerRule> {
  readonly offenders: readonly RuleOffender[];
  /** Layers that the rule means. */
  readonly found: number;
}

export interface LayerFacts extends Pick<Analysis, "metrics"> {
  /** The layers that the rule is about. */
  readonly meant: readonly number[];
  /** What would make a layer smaller, where something does. */
  advise(layer: number): Advice | null;
}

/** Holds layers against a rule. That their sizes are known, `checkJudgeable` sees to. */
export function judgeLayers(rule: LayerRule, { meant, metrics, advise }: LayerFacts): LayerVerdict {
  const sizes = meant
    .map((layer) => ({ layer, bytes: metrics.layers[layer].size ?? 0 }))
    .sort((a, b) => b.bytes - a.bytes || a.layer - b.layer);
  const each = rule.which === null;
  const actual = each ? (sizes[0]?.bytes ?? 0) : sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const offenders = sizes
    .filter(({ bytes }) => bytes > (each ? rule.limit : 0))
    .map(({ layer, bytes }) => {
      const advice = advise(layer) ?? SMALLER_IMAGE;
      return {
        bytes,
        nodes: [],
        layer,
        endedBy: null,
        cause: null,
        advice: advice.say,
        source: advice.source,
      };
    });
  return { ...measured(rule, actual), offenders, found: sizes.length };
}
