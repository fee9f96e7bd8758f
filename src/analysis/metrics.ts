import type { Image } from "../image/image.js";
import { ADDED, MODIFIED, REMOVED } from "../tree/changes.js";
import type { FileTree } from "../tree/file-tree.js";
import type { LayerWalk } from "./waste/wasted-copies.js";

/**
 * The numbers of one layer. Sizes are uncompressed bytes of regular-file content; `null` if the blob of the
 * layer is missing.
 */
export interface LayerMetrics {
  /** Bytes of the regular files in the layer's archive. Hard links count once. */
  readonly size: number | null;
  /** Members of the archive, without extension headers and the root. */
  readonly entries: number | null;
  /** The number of paths of any type that the layer adds. */
  readonly added: number | null;
  readonly modified: number | null;
  readonly removed: number | null;
  /** Wasted bytes that this layer wrote. */
  readonly wastedBytes: number | null;
}

/**
 * The numbers of an image. For every image, `wastedBytes` = `size` − `rootfsSize` = the bytes of all wasted
 * copies.
 */
export interface ImageMetrics {
  /** The sum of the layers whose size is known. */
  readonly size: number;
  /** Bytes of the final filesystem. Hard links count once. */
  readonly rootfsSize: number;
  /** Stored bytes of all layers; `null` if one of them is stored uncompressed or is missing. */
  readonly compressedSize: number | null;
  /** Names of regular files in the final filesystem, hard links included. */
  readonly files: number;
  /** `rootfsSize / size`; 1 for an image without content. */
  readonly efficiency: number;
  readonly wastedBytes: number;
  /** The sum of the layers above the base. If the base is unknown, it is the first layer. */
  readonly userSize: number;
  /** Wasted bytes written above the base, divided by `userSize`: 0 to 1; 0 if `userSize` is 0. */
  readonly wastedPercent: number;
  readonly layers: readonly LayerMetrics[];
}

/** Computes the numbers of an image from its tree and the walk over its layers. */
export function measure(image: Image, tree: FileTree, walk: LayerWalk): ImageMetrics {
  const layers = layerMetrics(image, tree, walk);
  const size = sum(layers.map((layer) => layer.size ?? 0));
  const { bytes: rootfsSize, files } = tree.entries.contentOf(walk.names);
  const compressed = image.layers.map((layer) => layer.compressedSize);
  return {
    size,
    rootfsSize,
    compressedSize: compressed.some((bytes) => bytes === null) ? null : sum(compressed.map(Number)),
    files,
    efficiency: efficiencyOf(rootfsSize, size),
    wastedBytes: size - rootfsSize,
    ...userPart(layers, 1),
    layers,
  };
}

/**
 * Returns the numbers for a base image with this number of layers. `userSize` and `wastedPercent` depend on
 * it.
 */
export function aboveBase(metrics: ImageMetrics, baseLayers: number): ImageMetrics {
  return { ...metrics, ...userPart(metrics.layers, baseLayers) };
}

function userPart(layers: readonly LayerMetrics[], baseLayers: number) {
  const user = layers.slice(baseLayers);
  const userSize = sum(user.map((layer) => layer.size ?? 0));
  return { userSize, wastedPercent: partOf(wasteAbove({ layers }, baseLayers), userSize) };
}

/** Returns the wasted bytes that layers above the base wrote. */
export function wasteAbove({ layers }: Pick<ImageMetrics, "layers">, baseLayers: number): number {
  return sum(layers.slice(baseLayers).map(({ wastedBytes }) => wastedBytes ?? 0));
}

/** Returns the share of the stored bytes that the final filesystem contains; 1 if nothing is stored. */
export function efficiencyOf(rootfsSize: number, size: number): number {
  return size === 0 ? 1 : rootfsSize / size;
}

/** Returns the share of the stored bytes that is wasted; 0 if nothing is stored. */
export function partOf(bytes: number, size: number): number {
  return size === 0 ? 0 : bytes / size;
}

/** Returns the bytes of each layer's regular files, by layer index; 0 for a layer that is missing. */
export function layerSizes({ entries, layers }: FileTree): number[] {
  return layers.map((_, layer) => entries.layerBytes(layer));
}

function layerMetrics(image: Image, tree: FileTree, { copies, changes }: LayerWalk): LayerMetrics[] {
  const sizes = layerSizes(tree);
  const waste = tree.layers.map(() => 0);
  for (const copy of copies) waste[copy.layer] += copy.bytes;
  return tree.layers.map((layer, index) => {
    if (!image.layers[index].available) return UNKNOWN;
    return {
      size: sizes[index],
      entries: layer.memberCount,
      added: changes[index][ADDED],
      modified: changes[index][MODIFIED],
      removed: changes[index][REMOVED],
      wastedBytes: waste[index],
    };
  });
}

const UNKNOWN: LayerMetrics = {
  size: null,
  entries: null,
  added: null,
  modified: null,
  removed: null,
  wastedBytes: null,
};

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
