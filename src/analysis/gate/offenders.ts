import { type Analysis, waste } from "../analyze.js";
import type { Base } from "../base.js";
import type { ImageMetrics } from "../metrics.js";
import { type Offender, offenders } from "../waste/waste-groups.js";
import type { Measured } from "./rules.js";

/** What stands behind failed rules. */
export interface Blame {
  /** Dead bytes, for rules about waste: the story with most bytes first. */
  readonly offenders: readonly Offender[];
  /** Layers, biggest first, for the rule about the image's size. */
  readonly biggestLayers: readonly number[];
  /** Layers, smallest first, for the rule about their number. */
  readonly smallestLayers: readonly number[];
}

/**
 * Finds what makes rules fail. Reads content, as `waste` does, only where a rule about waste failed.
 * @throws as `waste`.
 */
export async function blame(
  analysis: Analysis,
  verdicts: readonly Measured[],
  options: { readonly baseLayers?: number; readonly base?: Base | null; readonly signal?: AbortSignal } = {},
): Promise<Blame> {
  const { baseLayers = 1, base = null, signal } = options;
  const failed = new Set<string>(verdicts.filter(({ pass }) => !pass).map(({ rule }) => rule.kind.key));
  const everywhere = ["lowestEfficiency", "highestWastedBytes", "newWastedBytes", "lostEfficiency"].some(
    (key) => failed.has(key),
  );
  const wasteful = everywhere || ABOVE_BASE.some((key) => failed.has(key));
  const copies = wasteful ? await waste(analysis, signal) : [];
  const counted = everywhere ? copies : copies.filter(({ layer }) => layer >= baseLayers);
  const layers = layersBySize(analysis);
  const above = (told: boolean) => (told ? layers.filter((layer) => layer >= baseLayers) : []);
  return {
    offenders: offenders(analysis, counted, base),
    biggestLayers:
      failed.has("maxSize") || failed.has("newSize") ? layers : above(failed.has("maxSizeAboveBase")),
    smallestLayers:
      failed.has("maxLayers") || failed.has("newLayers")
        ? layers.toReversed()
        : above(failed.has("maxLayersAboveBase")).toReversed(),
  };
}

/** Rules about waste that do not count what the base wastes. */
const ABOVE_BASE = ["highestWastedPercent", "highestWastedBytesAboveBase", "lowestEfficiencyAboveBase"];

/** Of layers, biggest first, those that are worth a change: a twentieth of the image or more, five at most. */
export function bigLayers({ size, layers }: ImageMetrics, biggestFirst: readonly number[]): number[] {
  return biggestFirst.filter((layer) => (layers[layer].size ?? 0) * 20 >= size).slice(0, 5);
}

/** Biggest first, of equal ones the lower first; those of unknown size last. */
function layersBySize({ metrics }: Analysis): number[] {
  const sizes = metrics.layers.map(({ size }) => size ?? -1);
  return [...sizes.keys()].sort((a, b) => sizes[b] - sizes[a] || a - b);
}
