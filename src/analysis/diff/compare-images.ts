import { type TreeUnion, unite } from "../../tree/compare/union.js";
import type { Glob } from "../../tree/search/glob.js";
import type { Analysis } from "../analyze.js";
import { comparePaths, type PathDifferences } from "./compare-paths.js";
import { type ConfigDifference, configDifferences } from "./config-differences.js";
import { alignLayers, type LayerPair, type Sharing, sharing } from "./layer-pairs.js";
import { type Side, sideOf } from "./side.js";

/** What changed from image `a` to image `b`. */
export interface Comparison extends PathDifferences {
  readonly a: Side;
  readonly b: Side;
  readonly union: TreeUnion;
  readonly layers: readonly LayerPair[];
  readonly sharing: Sharing;
  /** Empty where layers are compared: a config is the whole image's. */
  readonly config: readonly ConfigDifference[];
}

export interface CompareOptions {
  /** Compare what the images were after these layers; by default after their last ones. */
  readonly upTo?: { readonly a: number; readonly b: number };
  /** Paths that these globs match, and everything below them, are left out on both sides. */
  readonly exclude?: readonly Glob[];
  /** Compare modification times too. */
  readonly times?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Compares two images: layers, config, and every path of the filesystems that they give. What counts as a difference
 * of a path: see `comparePaths`.
 * @throws LayerxError where a layer cannot be read; the signal's reason when aborted.
 */
export async function compareImages(
  before: Analysis,
  after: Analysis,
  { upTo, exclude = [], times = false, signal }: CompareOptions = {},
): Promise<Comparison> {
  const a = sideOf(before, upTo?.a ?? null, exclude);
  const b = sideOf(after, upTo?.b ?? null, exclude);
  const union = unite(a.tree, b.tree);
  return {
    a,
    b,
    union,
    ...(await comparePaths(a, b, union, { times, signal })),
    layers: alignLayers(a, b),
    sharing: sharing(a, b),
    config: upTo === undefined ? configDifferences(a.image, b.image) : [],
  };
}
