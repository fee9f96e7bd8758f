import type { Analysis } from "../../analysis/analyze.js";

/** A row of the table of layers: an instruction, with the layer that it made. */
export interface LayerTableRow {
  /** `null` for an instruction that made no layer. */
  readonly layer: number | null;
  /** Bytes of its files; `null` where it made no layer, or where that is not known. */
  readonly size: number | null;
  /** Of the size of all layers: 0 to 1. */
  readonly share: number;
  /** Those that there are, in the order of the signs. */
  readonly changes: readonly LayerChange[];
  /** As stored; `null` if the history lacks it. */
  readonly createdBy: string | null;
  /** What builders write beside it; as stored. */
  readonly comment: string | null;
}

export interface LayerChange {
  readonly sign: "+" | "~" | "-";
  /** `+1,234` */
  readonly text: string;
}

/** The history's entries in order; layers without an entry come last. */
export function layerRows({ image, metrics }: Pick<Analysis, "image" | "metrics">): LayerTableRow[] {
  const told = new Set(image.history.map(({ layer }) => layer));
  const untold = [...metrics.layers.keys()].filter((layer) => !told.has(layer));
  const entries = [
    ...image.history.map(({ layer, createdBy, comment }) => ({ layer, createdBy, comment })),
    ...untold.map((layer) => ({ layer, createdBy: null, comment: null })),
  ];
  return entries.map(({ layer, ...told }) => {
    if (layer === null) return { layer, size: null, share: 0, changes: [], ...told };
    const { size, added, modified, removed } = metrics.layers[layer];
    const changes = [...change("+", added), ...change("~", modified), ...change("-", removed)];
    return { layer, size, share: (size ?? 0) / Math.max(metrics.size, 1), changes, ...told };
  });
}

function change(sign: LayerChange["sign"], count: number | null): LayerChange[] {
  return count === null || count === 0 ? [] : [{ sign, text: `${sign}${count.toLocaleString("en")}` }];
}
