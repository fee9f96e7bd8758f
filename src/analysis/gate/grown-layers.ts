import { entryOfLayer } from "../../image/dockerfile/instruction.js";
import type { Analysis } from "../analyze.js";

/** A layer of a baseline; `null` if the baseline does not have it. */
export interface StoredLayer {
  readonly diffId: string | null;
  /** Bytes, uncompressed. */
  readonly size: number | null;
  readonly createdBy: string | null;
}

/** A layer that is bigger than the corresponding layer of the baseline. */
export interface GrownLayer {
  readonly layer: number;
  /** The growth in bytes, above 0. For a new layer its whole size, which may be 0. */
  readonly bytes: number;
  /** True if the baseline has no corresponding layer. */
  readonly isNew: boolean;
}

/**
 * Finds the layers that are bigger than in a baseline. The corresponding layer has the same diff ID. If there
 * is none, it is the lowest remaining layer with the same instruction.
 * @returns the layer with most growth first, then the lowest first.
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
