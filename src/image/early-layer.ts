import type { HistoryEntry } from "./history.js";
import type { Image } from "./image.js";

/** One row of the layer list, known before any layer is read. */
export interface EarlyLayer {
  readonly entry: Pick<HistoryEntry, "createdBy" | "comment"> | null;
  /**
   * Bytes as the source says them: as they are stored, or unpacked where an engine tells. `null` where it says nothing, and
   * for an instruction that made no layer.
   */
  readonly bytes: number | null;
}

/** The instructions of an image, oldest first, with the stored bytes of the layers that they made. */
export function earlyLayers({ history, layers }: Image): EarlyLayer[] {
  const bytesOf = (index: number) => (layers[index]?.available ? layers[index].storedSize : null);
  const told = history.map((entry) => ({
    entry,
    bytes: entry.layer === null ? null : bytesOf(entry.layer),
  }));
  const named = new Set(history.map(({ layer }) => layer));
  const untold = layers.filter(({ index }) => !named.has(index));
  return [...told, ...untold.map(({ index }) => ({ entry: null, bytes: bytesOf(index) }))];
}
