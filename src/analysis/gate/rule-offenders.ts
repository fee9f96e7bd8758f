import type { Node } from "../../tree/file-tree.js";
import type { Advice } from "../advice/advice-sources.js";
import { FEWER_LAYERS, SMALLER_IMAGE } from "../advice/layer-advice.js";
import type { Analysis } from "../analyze.js";
import { type Baseline, copyKey } from "./baseline.js";
import { pathOf } from "./gate-paths.js";
import type { GrownLayer } from "./grown-layers.js";
import type { Blame } from "./offenders.js";
import type { Measured } from "./rules.js";
import type { RuleOffender } from "./verdict.js";

export interface BlameFacts {
  readonly analysis: Analysis;
  readonly baseLayers: number;
  readonly baseline: Baseline | null;
  advise(layer: number): Advice | null;
  /** The layers that grew, where the baseline tells. */
  readonly grown: readonly GrownLayer[] | null;
  /** Where the base ends, if it is known: 0 without. */
  readonly knownBase: number;
  /** By node: 1 for paths whose dead copies an ignore leaves out. */
  readonly leftOut: Uint8Array | null;
}

/** What stands behind a rule about a number of the image: stories of dead bytes, or layers. */
export function blamed({ rule, pass }: Measured, found: Blame, facts: BlameFacts): RuleOffender[] {
  if (pass) return [];
  const { key } = rule.kind;
  const { analysis, baseLayers, baseline, advise, grown, knownBase, leftOut } = facts;
  if (grown !== null && (key === "newSize" || key === "newLayers")) {
    return grown
      .filter(({ bytes, isNew }) => (key === "newSize" ? bytes > 0 : isNew))
      .map(({ layer, bytes }) => {
        const advice = key === "newLayers" ? FEWER_LAYERS : (advise(layer) ?? SMALLER_IMAGE);
        return { ...asOffender(analysis, layer, advice), bytes };
      });
  }
  const isOld = (node: Node, bytes: number) =>
    (key === "newWastedBytes" || key === "lostEfficiency") &&
    baseline?.copies?.has(copyKey(pathOf(analysis.tree, node), bytes)) === true;
  const aboveOnly = ABOVE_BASE.has(key);
  const ofRule = (layers: readonly number[]) => layers.filter((layer) => !aboveOnly || layer >= baseLayers);
  if (key === "maxSize" || key === "maxSizeAboveBase" || key === "newSize") {
    return ofRule(found.biggestLayers).map((layer) =>
      asOffender(analysis, layer, advise(layer) ?? SMALLER_IMAGE),
    );
  }
  if (key === "maxLayers" || key === "maxLayersAboveBase" || key === "newLayers") {
    return ofRule(found.smallestLayers).map((layer) =>
      asOffender(analysis, layer, advise(layer) ?? SMALLER_IMAGE),
    );
  }
  return found.offenders
    .filter(({ layer }) => !(key === "highestWastedPercent" || ABOVE_BASE.has(key)) || layer >= baseLayers)
    .map(({ cause, layer, endedBy, advice, adviceSource, inevitable, copies }) => {
      const counted = copies.filter(({ node, bytes }) => !isOld(node, bytes) && leftOut?.[node] !== 1);
      const bytes = counted.reduce((sum, copy) => sum + copy.bytes, 0);
      const nodes = counted.map(({ node }) => node);
      const baseOnly = endedBy < knownBase;
      return { bytes, nodes, layer, endedBy, cause, advice, source: adviceSource, inevitable, baseOnly };
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

const ABOVE_BASE: ReadonlySet<string> = new Set([
  "maxSizeAboveBase",
  "maxLayersAboveBase",
  "highestWastedBytesAboveBase",
  "lowestEfficiencyAboveBase",
]);

function asOffender({ metrics }: Analysis, layer: number, { say, source }: Advice): RuleOffender {
  const bytes = metrics.layers[layer].size ?? 0;
  return { bytes, nodes: [], layer, endedBy: null, cause: null, advice: say, source };
}
