import type { Analysis } from "../../analysis/analyze.js";

/** A row of the table of layers: an instruction, with its layer. */
export interface LayerTableRow {
  /** `null` for an instruction that made no layer. */
  readonly layer: number | null;
  /** Bytes of its files; `null` if it made no layer, or if its size is unknown. */
  readonly size: number | null;
  /** The share of the size of all layers: 0 to 1. */
  readonly share: number;
  /** The changes that occur, in the order of the signs. */
  readonly changes: readonly LayerChange[];
  /** As stored; `null` if it is not in the history. */
  readonly createdBy: string | null;
  /** The comment of the builder; as stored. */
  readonly comment: string | null;
}

export interface LayerChange {
  readonly sign: "+" | "~" | "-";
  /** `+1,234` */
  readonly text: string;
}

/** Returns the entries of the history in order. Layers without an entry come last. */
export function layerRows({ image, metrics }: Pick<Analysis, "image" | "metrics">): LayerTableRow[] {
  const inHistory = new Set(image.history.map(({ layer }) => layer));
  const others = [...metrics.layers.keys()].filter((layer) => !inHistory.has(layer));
  const entries = [
    ...image.history.map(({ layer, createdBy, comment }) => ({ layer, createdBy, comment })),
    ...others.map((layer) => ({ layer, createdBy: null, comment: null })),
  ];
  return entries.map(({ layer, ...instruction }) => {
    if (layer === null) return { layer, size: null, share: 0, changes: [], ...instruction };
    const { size, added, modified, removed } = metrics.layers[layer];
    const changes = [...change("+", added), ...change("~", modified), ...change("-", removed)];
    return { layer, size, share: (size ?? 0) / Math.max(metrics.size, 1), changes, ...instruction };
  });
}

function change(sign: LayerChange["sign"], count: number | null): LayerChange[] {
  return count === null || count === 0 ? [] : [{ sign, text: `${sign}${count.toLocaleString("en")}` }];
}
