import type { Image } from "../image/image.js";
import type { Layer } from "../image/layer.js";
import { MemberRecorder } from "../image/members/recorder.js";
import type { RecalledTree, TreeColumns } from "../image/members/tree-columns.js";
import { buildTree } from "./build/build.js";
import { EntryTable } from "./columns/entry-table.js";
import { FileTree } from "./file-tree.js";
import { type SideBySideOptions, sideBySide } from "./side-by-side.js";

export interface LoadOptions extends SideBySideOptions {
  /**
   * Computes a digest of each file in a layer that is decompressed. This takes 25 % more time, but callers
   * that need causes, or contents of many files, do not need a second pass.
   */
  readonly digests?: boolean;
  /** Called with the stored bytes of layers that were read, and of all layers. */
  onProgress?(doneBytes: number, totalBytes: number): void;
}

/**
 * Reads the headers of all layers into one tree. A layer that occurs twice is read once. A missing layer has
 * no members.
 * @throws LayerxError as reading a layer; the signal's reason when aborted.
 */
export async function loadTree(image: Image, options: LoadOptions = {}): Promise<FileTree> {
  const { first, repeats } = distinct(image.layers);
  const progress = progressOf(first, options);
  const recalled = (await image.tree?.recall()) ?? null;
  if (recalled !== null) {
    for (const { index, storedSize } of first) progress(index, storedSize);
    return recalledTree(recalled);
  }
  const members = image.layers.map(() => NO_MEMBERS);

  const { digests } = options;
  const read = async (layer: Layer, signal: AbortSignal) => {
    const { index, storedSize } = layer;
    members[index] = await layer.members({
      digests,
      onProgress: (bytes) => progress(index, bytes),
      signal,
    });
    progress(index, storedSize);
  };
  await sideBySide(first, read, { concurrency: image.layersAtOnce, ...options });

  for (const { layer, same } of repeats) members[layer.index] = members[same.index];
  const tree = buildTree(members);
  options.signal?.throwIfAborted();
  await image.tree?.keep(columnsOf(tree));
  return tree;
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

/** Returns the columns of a tree that was built from layers, for a cache. */
export function columnsOf(tree: FileTree): TreeColumns {
  const { columns: paths, entries, layers, rootfs } = tree;
  return {
    paths,
    ...entries.mergedColumns(),
    layers: layers.map(({ repeated, ...lists }) => ({ ...lists, repeated: Int32Array.from(repeated) })),
    rootfs,
  };
}

/** Restores the tree of an earlier run. Nothing is merged again. */
export function recalledTree({ columns, layers }: RecalledTree): FileTree {
  const { paths, rootfs } = columns;
  const entries = new EntryTable();
  entries.reserve(columns.rowNode.length);
  for (const [index, layer] of layers.entries()) if (layer !== null) entries.appendRows(layer.rows, index);
  entries.addMerged(columns);
  const diffs = columns.layers.map(({ repeated, ...lists }, index) => {
    const { memberCount = 0, root = null } = layers[index] ?? {};
    return { memberCount, root, ...lists, repeated: Array.from(repeated) };
  });
  return new FileTree(paths, entries, diffs, rootfs);
}
