import type { Image } from "../image/image.js";
import type { FileTree } from "../tree/file-tree.js";
import { loadTree } from "../tree/load.js";
import type { LoadOptions } from "../tree/load-members.js";
import { type ImageMetrics, measure } from "./metrics.js";
import { biggestFirst } from "./waste/biggest-first.js";
import { decideCauses, type WastedCopy } from "./waste/causes.js";
import { type CopyWithoutCause, walkLayers } from "./waste/wasted-copies.js";

/**
 * The result of reading an image: its tree, its numbers and its wasted copies. `waste` computes the causes of
 * the copies.
 */
export interface Analysis {
  readonly image: Image;
  readonly tree: FileTree;
  readonly metrics: ImageMetrics;
  readonly copies: readonly CopyWithoutCause[];
}

/**
 * Reads the headers of all layers and computes the numbers. Contents are read only from layers that have to
 * be decompressed.
 * @throws LayerxError if a layer cannot be read; the signal's reason when aborted.
 */
export async function analyze(image: Image, options: LoadOptions = {}): Promise<Analysis> {
  const tree = await loadTree(image, options);
  const walk = walkLayers(tree);
  return { image, tree, copies: walk.copies, metrics: measure(image, tree, walk) };
}

/**
 * Returns the wasted copies with their causes, biggest first, then by path. Contents are read only if a cause
 * depends on them, for files of equal size.
 * @throws as `analyze`.
 */
export async function waste(analysis: Analysis, signal?: AbortSignal): Promise<WastedCopy[]> {
  return withCauses(analysis, await sortedCopies(analysis, signal), signal);
}

/** Returns the wasted copies in the order of `waste`, without their causes. Reads no content. */
export function sortedCopies({ tree, copies }: Analysis, signal?: AbortSignal): Promise<CopyWithoutCause[]> {
  return biggestFirst(tree, copies, signal);
}

/**
 * Returns the copies with their causes, in the given order.
 * @throws as `waste`.
 */
export function withCauses(
  { image, tree }: Analysis,
  copies: readonly CopyWithoutCause[],
  signal?: AbortSignal,
): Promise<WastedCopy[]> {
  return decideCauses(tree, image.layers, copies, signal);
}
