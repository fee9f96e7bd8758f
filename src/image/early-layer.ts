import type { HistoryEntry } from "./history.js";
import type { Image } from "./image.js";

/** One row of the layer list that is known before any layer is read. */
export interface EarlyLayer {
  readonly entry: Pick<HistoryEntry, "createdBy" | "comment"> | null;
  /**
   * The size from the source: stored bytes, or unpacked bytes from an engine. `null` if the source has no
   * size, and for an instruction that made no layer.
   */
  readonly bytes: number | null;
}

/** Returns the instructions of an image, oldest first, with the stored bytes of their layers. */
export function earlyLayers({ history, layers }: Image): EarlyLayer[] {
  const bytesOf = (index: number) => (layers[index]?.available ? layers[index].storedSize : null);
  const rows = history.map((entry) => ({
    entry,
    bytes: entry.layer === null ? null : bytesOf(entry.layer),
  }));
  const named = new Set(history.map(({ layer }) => layer));
  const others = layers.filter(({ index }) => !named.has(index));
  return [...rows, ...others.map(({ index }) => ({ entry: null, bytes: bytesOf(index) }))];
}
