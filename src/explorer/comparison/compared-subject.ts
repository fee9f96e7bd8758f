import type { Analysis } from "../../analysis/analyze.js";
import type { Comparison } from "../../analysis/diff/compare-images.js";
import type { LayerPair } from "../../analysis/diff/layer-pairs.js";
import { rebuiltLayers } from "../../analysis/diff/rebuilt-layers.js";
import type { Side } from "../../analysis/diff/side.js";
import { filesystemBytes, isSame, totalsOf } from "../../analysis/diff/totals.js";
import { entryOfLayer } from "../../image/dockerfile/instruction.js";
import type { HistoryEntry } from "../../image/history.js";
import type { Image } from "../../image/image.js";
import { escapeText } from "../../text/escape.js";
import { type JoinedTrees, joinTrees } from "../../tree/compare/joined-trees.js";
import { beginning, type Instruction } from "../layers/instructions.js";
import { Subject } from "../subject.js";
import { ComparedDocuments } from "./comparison-documents.js";
import { PairViews } from "./pair-views.js";
import { reasonsOf } from "./reasons.js";

/**
 * Returns the subject of a comparison. The tree is the union of both trees. The first row of the layer list
 * compares the images as a whole; the other rows are the pairs of layers of `layerx diff`.
 */
export function comparedSubject(comparison: Comparison): Subject {
  const { a, b } = comparison;
  const trees = joinTrees(a.tree, b.tree, comparison.union);
  const totals = totalsOf(comparison);
  const bytes = { a: filesystemBytes(a), b: filesystemBytes(b) };
  const same = isSame(comparison);
  return new Subject(joinedAnalysis(comparison, trees), null, {
    comparison,
    totals,
    bytes,
    isSame: same,
    rebuilt: rebuiltLayers(comparison),
    reasons: reasonsOf(comparison),
    trees,
    movedTo: new Map([...comparison.movedFrom].map(([now, old]) => [old, now])),
    instructions: [
      { ...WHOLE, unchanged: escapeText(sameText(comparison)) },
      ...comparison.layers.map((pair, at) => instructionOf(comparison, pair, at + 1)),
    ],
    views: new PairViews(comparison, trees),
    documents: new ComparedDocuments(comparison, trees.both, { totals, bytes }),
  });
}

/** The row that compares the images as a whole. */
const WHOLE: Instruction = {
  entry: null,
  text: escapeText("all changes, old to new"),
  layer: 0,
  upTo: 0,
};

function sameText({ config }: Comparison): string {
  return config.length === 0
    ? "no difference: files and settings are the same"
    : "no path differs, only settings";
}

function instructionOf({ a, b }: Comparison, pair: LayerPair, row: number): Instruction {
  const entry = pair.b === null ? entryAt(a, pair.a) : entryAt(b, pair.b);
  const unchanged = escapeText(UNCHANGED_TEXTS[pair.is]);
  return { entry, text: beginning(entry), layer: row, upTo: row, unchanged };
}

function entryAt({ image }: Side, layer: number | null) {
  return layer === null ? null : entryOfLayer(image, layer);
}

const UNCHANGED_TEXTS: Readonly<Record<LayerPair["is"], string>> = {
  same: "this layer changed no files",
  changed: "other bytes, but the same paths: times, or their order",
  removed: "this layer changed no files",
  added: "this layer changed no files",
};

/**
 * Returns two images as one analysis: the layers of the old image, then those of the new one. So each entry
 * has its layer, instruction and content as in a single image. Facts that an image has once are those of the
 * new image. It has no wasted copies, because the waste of one image is not a difference.
 */
function joinedAnalysis({ a, b }: Comparison, { both }: JoinedTrees): Analysis {
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
    // Both lists may grow later, when contents are read.
    get warnings() {
      return [...a.warnings, ...b.warnings];
    },
    close: async () => {
      await Promise.all([a.close(), b.close()]);
    },
  };
}
