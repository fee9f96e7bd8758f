import type { LayerRows, RecalledTree, TreeColumns, TreeMemory } from "../../image/members/tree-columns.js";
import type { KeptLayer } from "../blob.js";
import type { Cache } from "../cache/cache.js";
import type { SourceLayer } from "./source-layer.js";

/** Caches the merged layers of an image by their computed diff IDs. */
export function keptTree(layers: readonly SourceLayer[], cache: Cache): TreeMemory {
  return {
    recall: async (): Promise<RecalledTree | null> => {
      const kept = await keptLayers(layers);
      if (kept === null || !(await cache.hasTree(kept))) return null;
      const rows = await rowsOf(layers);
      if (rows === null) return null;
      const columns = await cache.tree(
        kept,
        rows.map((layer) => layer?.rows.count ?? 0),
      );
      return columns === null ? null : { columns, layers: rows };
    },
    keep: async (columns: TreeColumns): Promise<void> => {
      if (!cache.keeps) return;
      const kept = await keptLayers(layers);
      if (kept !== null) await cache.keepTree(kept, columns);
    },
  };
}

/** Returns the cache key of each layer; `null` if one of them is not cached. A missing layer needs none. */
async function keptLayers(layers: readonly SourceLayer[]): Promise<(KeptLayer | null)[] | null> {
  const all: (KeptLayer | null)[] = [];
  for (const layer of layers) {
    const kept = await layer.findKept();
    if (kept === null && layer.available) return null;
    all.push(kept);
  }
  return all;
}

/**
 * Returns the rows of each layer; `null` if an existing layer has none. Layers with the same bytes share
 * them.
 */
async function rowsOf(layers: readonly SourceLayer[]): Promise<(LayerRows | null)[] | null> {
  const found = new Map<string, LayerRows | null>();
  for (const layer of layers) {
    if (found.has(layer.blobKey)) continue;
    const rows = await layer.recallRows();
    if (rows === null && layer.available) return null;
    found.set(layer.blobKey, rows);
  }
  return layers.map(({ blobKey }) => found.get(blobKey) ?? null);
}
