import type { Advice } from "../../advice/advice.js";
import { SOURCES } from "../../advice/sources.js";
import type { Analysis } from "../../analyze.js";
import { type Measured, measured, type Rule } from "../rule.js";
import type { RuleOffender } from "../verdict.js";
import type { ListRuleKind } from "./rule-kind.js";

export const MAX_LAYER_SIZE = {
  key: "maxLayerSize",
  diveKey: null,
  flag: null,
  unit: "bytes",
  bound: "highest",
  topic: "layer size",
  aboveBase: true,
  doc: {
    what: "Fails if one layer above the base contains more bytes than this.",
    why: "One changed byte in a layer means that the whole layer is pulled again. Keep files that change often in small layers.",
    example: "maxLayerSize: 100MB",
    source: SOURCES.buildCache,
  },
} as const satisfies ListRuleKind;

export const LAYER_BUDGETS = {
  key: "layerBudgets",
  diveKey: null,
  flag: null,
  unit: "bytes",
  bound: "highest",
  topic: "layer size",
  aboveBase: false,
  doc: {
    what: "Fails if one layer, or all layers with a matching instruction together, contain more bytes than this.",
    why: "The key is a layer's number, or an instruction as the report shows it. In an instruction * matches anything: 'COPY *' is every COPY.",
    example: "layerBudgets:\n  'COPY *': 10MB\n  3: 50MB",
    source: SOURCES.multiStage,
  },
} as const satisfies ListRuleKind;

/**
 * A rule about the size of layers: of the biggest one above the base, of the layer with a number, or of all
 * layers with a matching instruction together.
 */
export interface LayerRule extends Rule {
  readonly is: "layers";
  /**
   * The number of a layer, or an instruction in which `*` matches any text; `null`: each layer separately.
   */
  readonly which: number | string | null;
  /** The place of the rule in its file, `file:line:column`, for messages. */
  readonly where: string;
}

export interface LayerVerdict extends Measured<LayerRule> {
  readonly offenders: readonly RuleOffender[];
  /** The number of layers that the rule matches. */
  readonly matched: number;
}

export interface LayerRuleFacts extends Pick<Analysis, "metrics"> {
  /** The layers that the rule matches. */
  readonly matching: readonly number[];
  /** Returns advice that makes a layer smaller; `null` if there is none. */
  advise(layer: number): Advice | null;
}

/** Measures layers. Their sizes are known: `checkLayersAreKnown` was called before. */
export function measureLayers(rule: LayerRule, { matching, metrics, advise }: LayerRuleFacts): LayerVerdict {
  const sizes = matching
    .map((layer) => ({ layer, bytes: metrics.layers[layer].size ?? 0 }))
    .sort((a, b) => b.bytes - a.bytes || a.layer - b.layer);
  const each = rule.which === null;
  const actual = each ? (sizes[0]?.bytes ?? 0) : sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const offenders = sizes
    .filter(({ bytes }) => bytes > (each ? rule.limit : 0))
    .map(({ layer, bytes }): RuleOffender => {
      const advice = advise(layer) ?? { topic: "smaller-image" };
      return { bytes, nodes: [], layer, endedBy: null, cause: null, advice };
    });
  return { ...measured(rule, actual), offenders, matched: sizes.length };
}
