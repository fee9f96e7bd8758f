import type { Analysis } from "../../analysis/analyze.js";
import type { Comparison } from "../../analysis/diff/compare.js";
import type { HistoryEntry } from "../../image/history.js";
import type { Image } from "../../image/image.js";
import type { JoinedTrees } from "../../tree/compare/joined.js";

/**
 * Two images as one analysis: the layers of the old one, then those of the new one, so that each entry's layer, its
 * instruction and its content are found as in a single image. All that an image has once is the new one's. It holds no
 * dead copies: what one image wastes says nothing of what changed.
 */
export function joinedAnalysis({ a, b }: Comparison, { both }: JoinedTrees): Analysis {
  const { metrics } = b.analysis;
  return {
    image: joinedImage(a.image, b.image),
    tree: both,
    metrics: { ...metrics, layers: [...a.analysis.metrics.layers, ...metrics.layers] },
    copies: [],
  };
}

function joinedImage(a: Image, b: Image): Image {
  const above = (entry: HistoryEntry): HistoryEntry =>
    entry.layer === null ? entry : { ...entry, layer: entry.layer + a.layers.length };
  return {
    ...b,
    history: [...a.history, ...b.history.map(above)],
    layers: [...a.layers, ...b.layers],
    // Both lists may still grow while contents are read.
    get warnings() {
      return [...a.warnings, ...b.warnings];
    },
    close: async () => {
      await Promise.all([a.close(), b.close()]);
    },
  };
}
