import type { Image } from "../image/image.js";
import type { FileTree } from "../tree/file-tree.js";
import { type LoadOptions, loadTree } from "../tree/load.js";
import { type ImageMetrics, measure } from "./metrics.js";
import { biggestFirst } from "./waste/biggest-first.js";
import { type UndecidedCopy, walkLayers } from "./waste/dead-copies.js";
import { type DeadCopy, decideCauses } from "./waste/waste.js";

/** An image that has been read: its tree, its numbers, its wasted copies (without their causes: see `waste`). */
export interface Analysis {
  readonly image: Image;
  readonly tree: FileTree;
  readonly metrics: ImageMetrics;
  readonly copies: readonly UndecidedCopy[];
}

/**
 * Reads the headers of all layers and counts. No content is read, but for layers that have to be decompressed.
 * @throws LayerxError where a layer cannot be read; the signal's reason when aborted.
 */
export async function analyze(image: Image, options: LoadOptions = {}): Promise<Analysis> {
  const tree = await loadTree(image, options);
  const walk = walkLayers(tree);
  return { image, tree, copies: walk.copies, metrics: measure(image, tree, walk) };
}

/**
 * The wasted copies with their causes, biggest first, then by path. Reads content where files of equal size
 * decide a cause.
 * @throws as `analyze`.
 */
export async function waste(analysis: Analysis, signal?: AbortSignal): Promise<DeadCopy[]> {
  return withCauses(analysis, await sortedCopies(analysis, signal), signal);
}

/** The wasted copies in the order of `waste`, before their causes are known: without reading content. */
export function sortedCopies({ tree, copies }: Analysis, signal?: AbortSignal): Promise<UndecidedCopy[]> {
  return biggestFirst(tree, copies, signal);
}

/**
 * Copies with their causes, in the order in which they are given.
 * @throws as `waste`.
 */
export function withCauses(
  { image, tree }: Analysis,
  copies: readonly UndecidedCopy[],
  signal?: AbortSignal,
): Promise<DeadCopy[]> {
  return decideCauses(tree, image.layers, copies, signal);
}
