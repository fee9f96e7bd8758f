import { entryOfLayer } from "../../image/dockerfile/instruction.js";
import type { Analysis } from "../analyze.js";

/** A layer of a baseline; `null` if the baseline does not have it. */
export interface StoredLayer {
  readonly diffId: string | null;
  /** Bytes, uncompressed. */
  readonly size: number | null;
  readonly createdBy: string | null;
}

/** A layer that stores more than its like in the baseline. */
export interface GrownLayer {
  readonly layer: number;
  /** Bytes more than before: above 0, but for a new layer. */
  readonly bytes: number;
  /** True where the baseline has no layer like it. */
  readonly isNew: boolean;
}

/**
 * Which layers store more than those of a baseline. The like of a layer is the one of its diff ID, else, of those that
 * are left, the lowest one of its instruction.
 * @returns the most bytes first, then from the lowest up.
 */
export function grownLayers(
  { image, metrics }: Pick<Analysis, "image" | "metrics">,
  before: readonly StoredLayer[],
): GrownLayer[] {
  const left = new Set(before);
  const take = (isLike: (one: StoredLayer) => boolean): StoredLayer | null => {
    const found = [...left].find(isLike) ?? null;
    if (found !== null) left.delete(found);
    return found;
  };
  const same = image.layers.map(
    ({ diffId }) => diffId !== null && take((one) => one.diffId === diffId) !== null,
  );
  return image.layers
    .filter(({ index }) => !same[index])
    .map(({ index: layer }): GrownLayer => {
      const createdBy = entryOfLayer(image, layer)?.createdBy ?? null;
      const like = createdBy === null ? null : take((one) => one.createdBy === createdBy);
      return { layer, bytes: (metrics.layers[layer].size ?? 0) - (like?.size ?? 0), isNew: like === null };
    })
    .filter(({ bytes, isNew }) => bytes > 0 || isNew)
    .sort((a, b) => b.bytes - a.bytes || a.layer - b.layer);
}
