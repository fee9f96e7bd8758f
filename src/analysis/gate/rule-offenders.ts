import type { Node } from "../../tree/file-tree.js";
import type { Advice } from "../advice/advice.js";
import type { Analysis } from "../analyze.js";
import { type Baseline, copyKey } from "./baseline.js";
import { pathOf } from "./gate-paths.js";
import type { GrownLayer } from "./grown-layers.js";
import type { ImageOffenders } from "./offenders.js";
import type { Measured } from "./rule.js";
import type { RuleOffender } from "./verdict.js";

const SMALLER_IMAGE: Advice = { topic: "smaller-image" };
const FEWER_LAYERS: Advice = { topic: "fewer-layers" };

export interface OffenderFacts {
  readonly analysis: Analysis;
  readonly baseLayers: number;
  readonly baseline: Baseline | null;
  advise(layer: number): Advice | null;
  /** The layers that grew; `null` if the baseline does not have its layers. */
  readonly grown: readonly GrownLayer[] | null;
  /** The number of base layers if the base is known, else 0. */
  readonly knownBase: number;
  /** By node: 1 for paths whose wasted copies are ignored. */
  readonly leftOut: Uint8Array | null;
}

/** Returns the findings or layers that make a rule about the whole image fail; none if the rule passes. */
export function ruleOffenders(
  { rule, pass }: Measured,
  found: ImageOffenders,
  facts: OffenderFacts,
): RuleOffender[] {
  if (pass) return [];
  const { topic } = rule.kind;
  if (topic === "waste") return wasteOffenders(rule, found, facts);
  const { analysis, baseLayers, grown, advise } = facts;
  if (rule.from === "baseline" && grown !== null) {
    return grown
      .filter(({ bytes, isNew }) => (topic === "size" ? bytes > 0 : isNew))
      .map(({ layer, bytes }) => {
        const advice = topic === "size" ? (advise(layer) ?? SMALLER_IMAGE) : FEWER_LAYERS;
        return { ...asOffender(analysis, layer, advice), bytes };
      });
  }
  return (topic === "size" ? found.biggestLayers : found.smallestLayers)
    .filter((layer) => !rule.kind.aboveBase || layer >= baseLayers)
    .map((layer) => asOffender(analysis, layer, advise(layer) ?? SMALLER_IMAGE));
}

function wasteOffenders(
  { kind, from }: Measured["rule"],
  found: ImageOffenders,
  { analysis, baseLayers, baseline, knownBase, leftOut }: OffenderFacts,
): RuleOffender[] {
  const isOld = (node: Node, bytes: number) =>
    from === "baseline" && baseline?.copies?.has(copyKey(pathOf(analysis.tree, node), bytes)) === true;
  return found.waste
    .filter(({ layer }) => !kind.aboveBase || layer >= baseLayers)
    .map(({ cause, layer, endedBy, advice, inevitable, copies }) => {
      const counted = copies.filter(({ node, bytes }) => !isOld(node, bytes) && leftOut?.[node] !== 1);
      const bytes = counted.reduce((sum, copy) => sum + copy.bytes, 0);
      const nodes = counted.map(({ node }) => node);
      const baseOnly = endedBy < knownBase;
      return { bytes, nodes, layer, endedBy, cause, advice, inevitable, baseOnly };
    })
    .filter(({ nodes }) => nodes.length > 0)
    .sort(
      (a, b) =>
        Number(a.baseOnly) - Number(b.baseOnly) ||
        Number(a.inevitable) - Number(b.inevitable) ||
        b.bytes - a.bytes ||
        a.nodes[0] - b.nodes[0],
    );
}

function asOffender({ metrics }: Analysis, layer: number, advice: Advice): RuleOffender {
  const bytes = metrics.layers[layer].size ?? 0;
  return { bytes, nodes: [], layer, endedBy: null, cause: null, advice };
}
