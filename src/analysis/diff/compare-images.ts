import { type TreeUnion, unite } from "../../tree/compare/union.js";
import type { Glob } from "../../tree/search/glob.js";
import type { Analysis } from "../analyze.js";
import { comparePaths, type PathDifferences } from "./compare-paths.js";
import { type ConfigDifference, configDifferences } from "./config-differences.js";
import { alignLayers, type LayerPair, type Sharing, sharing } from "./layer-pairs.js";
import { type Side, sideOf } from "./side.js";

/** The differences between image `a` and image `b`. */
export interface Comparison extends PathDifferences {
  readonly a: Side;
  readonly b: Side;
  readonly union: TreeUnion;
  readonly layers: readonly LayerPair[];
  readonly sharing: Sharing;
  /** Differences of the configs. Empty if layers are compared, because a config belongs to a whole image. */
  readonly config: readonly ConfigDifference[];
}

export interface CompareOptions {
  /** The index of the last layer that counts in each image; by default the last layer. */
  readonly upTo?: { readonly a: number; readonly b: number };
  /** Paths that match these globs, and everything below them, are ignored in both images. */
  readonly exclude?: readonly Glob[];
  /** True to compare modification times too. */
  readonly times?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Compares two images: layers, config, and every path of their filesystems. `comparePaths` has the rules for
 * paths.
 * @throws LayerxError if a layer cannot be read; the signal's reason when aborted.
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
