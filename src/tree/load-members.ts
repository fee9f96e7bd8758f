import type { Entry } from "../image/entry.js";
import type { Image } from "../image/image.js";
import type { Layer } from "../image/layer.js";
import type { LayerMembers } from "../image/members/members.js";
import { MemberRecorder } from "../image/members/recorder.js";
import { type SideBySideOptions, sideBySide } from "./side-by-side.js";

export interface LoadOptions extends SideBySideOptions {
  /**
   * Computes a digest of each file in a layer that is decompressed. This takes 25 % more time, but callers
   * that need causes, or contents of many files, do not need a second pass.
   */
  readonly digests?: boolean;
  /** Like `MembersOptions.contentOf`, for the files of all layers. */
  contentOf?(file: Entry, layer: Layer): ((chunk: Uint8Array) => void) | null;
  /** Called with the stored bytes of layers that were read, and of all layers. */
  onProgress?(doneBytes: number, totalBytes: number): void;
}

/** The layers of an image, without its documents. */
export type LayerStack = Pick<Image, "layers" | "layersAtOnce" | "tree">;

/**
 * Reads the headers of all layers, and returns the members of each one, by layer index. A layer that occurs
 * twice is read once. A missing layer has no members.
 * @throws LayerxError as reading a layer; the signal's reason when aborted.
 */
export async function loadMembers(image: LayerStack, options: LoadOptions = {}): Promise<LayerMembers[]> {
  const { first, repeats } = distinct(image.layers);
  const progress = progressOf(first, options);
  const members = image.layers.map(() => NO_MEMBERS);
  const { digests, contentOf } = options;
  const read = async (layer: Layer, signal: AbortSignal) => {
    const { index, storedSize } = layer;
    members[index] = await layer.members({
      digests,
      contentOf: contentOf && ((file) => contentOf(file, layer)),
      onProgress: (bytes) => progress(index, bytes),
      signal,
    });
    progress(index, storedSize);
  };
  await sideBySide(first, read, { concurrency: image.layersAtOnce, ...options });
  for (const { layer, same } of repeats) members[layer.index] = members[same.index];
  return members;
}

/** The members of a missing layer. */
const NO_MEMBERS = new MemberRecorder().finish();

function distinct(layers: readonly Layer[]): { first: Layer[]; repeats: { layer: Layer; same: Layer }[] } {
  const first = new Map<string, Layer>();
  const repeats: { layer: Layer; same: Layer }[] = [];
  for (const layer of layers) {
    if (!layer.available) continue;
    const same = first.get(layer.blobKey);
    if (same === undefined) first.set(layer.blobKey, layer);
    else repeats.push({ layer, same });
  }
  return { first: [...first.values()], repeats };
}

function progressOf(
  layers: readonly Layer[],
  { onProgress }: LoadOptions,
): (index: number, bytes: number) => void {
  const total = layers.reduce((sum, layer) => sum + layer.storedSize, 0);
  const done = new Map<number, number>();
  let sum = 0;
  return (index, bytes) => {
    sum += bytes - (done.get(index) ?? 0);
    done.set(index, bytes);
    onProgress?.(sum, total);
  };
}
