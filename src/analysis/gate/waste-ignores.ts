import { addToGroup } from "../../groups.js";
import { escapePath } from "../../text/escape.js";
import type { Analysis } from "../analyze.js";
import { efficiencyOf, type ImageMetrics, partOf, wasteAbove } from "../metrics.js";
import { coverage, listsByPattern } from "../paths/path-pattern.js";
import type { CopyWithoutCause } from "../waste/wasted-copies.js";
import { type Baseline, copyKey } from "./baseline.js";
import type { Rule } from "./rule.js";
import { isAboutWaste } from "./rules/all-rules.js";
import { type Ignore, type Ignored, isExpired, namesRule } from "./verdict.js";

/** The numbers of an image as one rule about waste counts them. */
export interface CountedWaste {
  /** The numbers without the ignored copies. */
  readonly metrics: ImageMetrics;
  /** By node: 1 for paths whose wasted copies are ignored; `null` if none are. */
  readonly leftOut: Uint8Array | null;
  /** Every ignore that matches a wasted copy, with the bytes of those copies. */
  readonly ignored: readonly Ignored[];
}

interface Options {
  readonly today: string;
  readonly baseLayers: number;
  readonly baseline: Baseline | null;
}

/**
 * Returns a function that returns the numbers for a rule about waste. Wasted copies that match an ignore with
 * a path count neither as waste nor as size.
 */
export function wasteCounter(
  analysis: Analysis,
  ignores: readonly Ignore[],
  { today, baseLayers, baseline }: Options,
): (rule: Rule) => CountedWaste {
  const paths = ignores.filter(({ path, rule }) => path !== null && (rule === null || isAboutWaste(rule)));
  const all: CountedWaste = { metrics: analysis.metrics, leftOut: null, ignored: [] };
  if (paths.length === 0) return () => all;
  const { tree } = analysis;
  const covered = coverage(
    tree,
    paths.map(({ path }) => path),
  );
  const listsOf = listsByPattern(covered);
  const byList = new Map<number, CopyWithoutCause[]>();
  for (const copy of analysis.copies) {
    const list = covered.of[copy.node];
    if (list === 0) continue;
    addToGroup(byList, list, copy);
  }
  const isNew = ({ node, bytes }: CopyWithoutCause) =>
    baseline?.copies?.has(copyKey(escapePath(tree.path(node)), bytes)) !== true;
  return (rule) => {
    const { topic, aboveBase } = rule.kind;
    if (topic !== "waste") return all;
    const counts = (copy: CopyWithoutCause) =>
      (!aboveBase || copy.layer >= baseLayers) && (rule.from !== "baseline" || isNew(copy));
    const leftOut = new Uint8Array(tree.size);
    const gone = new Set<CopyWithoutCause>();
    const ignored = paths.flatMap((ignore, number): Ignored[] => {
      if (ignore.rule !== null && !namesRule(ignore, rule)) return [];
      const own = listsOf[number].flatMap((list) => byList.get(list) ?? []).filter(counts);
      if (own.length === 0) return [];
      const expired = isExpired(ignore, today);
      for (const copy of expired ? [] : own) {
        gone.add(copy);
        leftOut[copy.node] = 1;
      }
      const bytes = own.reduce((sum, copy) => sum + copy.bytes, 0);
      return [{ ignore, expired, paths: new Set(own.map(({ node }) => node)).size, bytes }];
    });
    if (gone.size === 0) return { ...all, ignored };
    return { metrics: without(analysis.metrics, gone, baseLayers), leftOut, ignored };
  };
}

function without(
  metrics: ImageMetrics,
  copies: Iterable<CopyWithoutCause>,
  baseLayers: number,
): ImageMetrics {
  const gone = metrics.layers.map(() => 0);
  for (const { layer, bytes } of copies) gone[layer] += bytes;
  const minus = (bytes: number | null, layer: number) => (bytes === null ? null : bytes - gone[layer]);
  const layers = metrics.layers.map((layer, index) => ({
    ...layer,
    size: minus(layer.size, index),
    wastedBytes: minus(layer.wastedBytes, index),
  }));
  const bytes = gone.reduce((sum, some) => sum + some, 0);
  const size = metrics.size - bytes;
  const userSize = layers.slice(baseLayers).reduce((sum, layer) => sum + (layer.size ?? 0), 0);
  return {
    ...metrics,
    size,
    wastedBytes: metrics.wastedBytes - bytes,
    efficiency: efficiencyOf(metrics.rootfsSize, size),
    userSize,
    wastedPercent: partOf(wasteAbove({ layers }, baseLayers), userSize),
    layers,
  };
}
