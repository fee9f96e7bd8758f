import { type Analysis, waste } from "../analyze.js";
import type { Base } from "../base-image.js";
import type { ImageMetrics } from "../metrics.js";
import { type WasteFinding, wasteFindings } from "../waste/waste-groups.js";
import type { Measured } from "./rule.js";
import type { RuleTopic } from "./rules/rule-kind.js";

/** The findings and layers that can make rules about the whole image fail. */
export interface ImageOffenders {
  /** Wasted bytes, for rules about waste: the finding with most bytes first. */
  readonly waste: readonly WasteFinding[];
  /** Layers, biggest first, for rules about size. */
  readonly biggestLayers: readonly number[];
  /** Layers, smallest first, for rules about the number of layers. */
  readonly smallestLayers: readonly number[];
}

/**
 * Finds the findings and layers that make rules fail. File contents are read, as by `waste`, only if a rule
 * about waste failed.
 * @throws as `waste`.
 */
export async function imageOffenders(
  analysis: Analysis,
  results: readonly Measured[],
  options: { readonly baseLayers?: number; readonly base?: Base | null; readonly signal?: AbortSignal } = {},
): Promise<ImageOffenders> {
  const { baseLayers = 1, base = null, signal } = options;
  const failed = results.filter(({ pass }) => !pass).map(({ rule }) => rule.kind);
  const lowest = (topic: RuleTopic): number | null => {
    const about = failed.filter((kind) => kind.topic === topic);
    if (about.length === 0) return null;
    return about.every(({ aboveBase }) => aboveBase) ? baseLayers : 0;
  };
  const fromLayer = { waste: lowest("waste"), size: lowest("size"), count: lowest("layer count") };
  const copies = fromLayer.waste === null ? [] : await waste(analysis, signal);
  const counted = copies.filter(({ layer }) => layer >= (fromLayer.waste ?? 0));
  const layers = layersBySize(analysis);
  const from = (first: number | null) => (first === null ? [] : layers.filter((layer) => layer >= first));
  return {
    waste: wasteFindings(analysis, counted, base),
    biggestLayers: from(fromLayer.size),
    smallestLayers: from(fromLayer.count).toReversed(),
  };
}

/** Returns the layers that are worth a change: at least a twentieth of the image, at most five layers. */
export function bigLayers({ size, layers }: ImageMetrics, biggestFirst: readonly number[]): number[] {
  return biggestFirst.filter((layer) => (layers[layer].size ?? 0) * 20 >= size).slice(0, 5);
}

/**
 * Returns the layers, biggest first, the lower one first if sizes are equal. Layers of unknown size come
 * last.
 */
function layersBySize({ metrics }: Analysis): number[] {
  const sizes = metrics.layers.map(({ size }) => size ?? -1);
  return [...sizes.keys()].sort((a, b) => sizes[b] - sizes[a] || a - b);
}
