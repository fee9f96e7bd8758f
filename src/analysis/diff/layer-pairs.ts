import { entryOfLayer, instructionText } from "../../image/dockerfile/instruction.js";
import type { Layer } from "../../image/layer.js";
import type { Side } from "./side.js";

/** A layer of one image and the corresponding layer of the other. Pairs are in the order of both images. */
export interface LayerPair {
  /** `same`: the same bytes. `changed`: the same instruction, but other bytes. */
  readonly is: "same" | "changed" | "removed" | "added";
  /** The index in each image; `null` if only the other image has the layer. */
  readonly a: number | null;
  readonly b: number | null;
}

/** Aligns the layers of two images, by diff ID first, then, between equal layers, by instruction. */
export function alignLayers(a: Side, b: Side): LayerPair[] {
  const layers = { a: a.image.layers.slice(0, a.layerCount), b: b.image.layers.slice(0, b.layerCount) };
  const pairs: LayerPair[] = [];
  const sameBytes = commonSequence(layers.a, layers.b, sameLayer);
  let from: Anchor = { a: 0, b: 0 };
  for (const anchor of [...sameBytes, { a: layers.a.length, b: layers.b.length }]) {
    pairs.push(...between(a, b, from, anchor));
    if (anchor.a < layers.a.length && anchor.b < layers.b.length) pairs.push({ is: "same", ...anchor });
    from = { a: anchor.a + 1, b: anchor.b + 1 };
  }
  return pairs;
}

/** Returns true if two layers have the same uncompressed bytes, according to the configs. */
function sameLayer(a: Layer, b: Layer): boolean {
  return a.diffId !== null && a.diffId === b.diffId;
}

interface Anchor {
  readonly a: number;
  readonly b: number;
}

/** The pairs of a section without common layers: removed layers come before added ones. */
function between(a: Side, b: Side, from: Anchor, to: Anchor): LayerPair[] {
  const left = range(from.a, to.a);
  const right = range(from.b, to.b);
  const texts = ({ image }: Side, layers: readonly number[]) =>
    layers.map((layer) => {
      const createdBy = entryOfLayer(image, layer)?.createdBy ?? null;
      return createdBy === null ? null : instructionText(createdBy);
    });
  const pairs: LayerPair[] = [];
  let at: Anchor = { a: 0, b: 0 };
  const end = { a: left.length, b: right.length };
  const sameInstruction = (one: string | null, other: string | null) => one !== null && one === other;
  for (const anchor of [...commonSequence(texts(a, left), texts(b, right), sameInstruction), end]) {
    for (let i = at.a; i < anchor.a; i++) pairs.push({ is: "removed", a: left[i], b: null });
    for (let j = at.b; j < anchor.b; j++) pairs.push({ is: "added", a: null, b: right[j] });
    if (anchor !== end) pairs.push({ is: "changed", a: left[anchor.a], b: right[anchor.b] });
    at = { a: anchor.a + 1, b: anchor.b + 1 };
  }
  return pairs;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(to - from, 0) }, (_, n) => from + n);
}

/** The greatest table for the longest common subsequence. A hostile image may list any number of layers. */
const MOST_CELLS = 4_000_000;

/**
 * Returns the longest common subsequence of two lists, as positions in both. For very long lists it is only
 * the common beginning and end.
 */
function commonSequence<T>(a: readonly T[], b: readonly T[], same: (a: T, b: T) => boolean): Anchor[] {
  const shorter = Math.min(a.length, b.length);
  let from = 0;
  while (from < shorter && same(a[from], b[from])) from++;
  let tail = 0;
  while (tail < shorter - from && same(a[a.length - 1 - tail], b[b.length - 1 - tail])) tail++;
  const middle = { a: a.slice(from, a.length - tail), b: b.slice(from, b.length - tail) };
  const between = middle.a.length * middle.b.length > MOST_CELLS ? [] : longest(middle.a, middle.b, same);
  return [
    ...range(0, from).map((at) => ({ a: at, b: at })),
    ...between.map((at) => ({ a: at.a + from, b: at.b + from })),
    ...range(0, tail).map((at) => ({ a: a.length - tail + at, b: b.length - tail + at })),
  ];
}

function longest<T>(a: readonly T[], b: readonly T[], same: (a: T, b: T) => boolean): Anchor[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i][j] = same(a[i], b[j])
        ? lengths[i + 1][j + 1] + 1
        : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  const common: Anchor[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (same(a[i], b[j])) common.push({ a: i++, b: j++ });
    else if (lengths[i + 1][j] >= lengths[i][j + 1]) i++;
    else j++;
  }
  return common;
}

/**
 * The cost of pulling one image to a machine that has the other one. Layers with equal diff IDs are the same.
 */
interface Transfer {
  /** Indexes of the layers that have to be sent, each content once. */
  readonly layers: readonly number[];
  /** Bytes of the stored blobs of those layers; `null` if one of them is missing. */
  readonly storedBytes: number | null;
  /** The same number if all blobs are stored compressed, as in a registry; else `null`. */
  readonly compressedSize: number | null;
}

export interface Sharing {
  /** The number of layers of `b` that `a` also has. */
  readonly layers: number;
  /** Bytes of content of those layers. Layers of unknown size count as 0. */
  readonly size: number;
  /** The cost of `b` on a machine that has `a`. */
  readonly transfer: Transfer;
}

/** Computes what two images share, and the cost of pulling `b` to a machine that has `a`. */
export function sharing(a: Side, b: Side): Sharing {
  const there = new Set(a.image.layers.slice(0, a.layerCount).map(({ diffId }) => diffId));
  const layers = b.image.layers.slice(0, b.layerCount);
  const isShared = ({ diffId }: Layer) => diffId !== null && there.has(diffId);
  const shared = layers.filter(isShared);
  const sent = new Map<string, Layer>();
  for (const layer of layers) if (!isShared(layer)) sent.set(layer.diffId ?? layer.blobKey, layer);
  const missing = [...sent.values()];
  const total = (sizes: readonly (number | null)[]) =>
    sizes.includes(null) ? null : sizes.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0);
  return {
    layers: shared.length,
    size: shared.reduce((sum, { index }) => sum + (b.analysis.metrics.layers[index].size ?? 0), 0),
    transfer: {
      layers: missing.map(({ index }) => index),
      storedBytes: total(missing.map(({ available, storedSize }) => (available ? storedSize : null))),
      compressedSize: total(missing.map(({ compressedSize }) => compressedSize)),
    },
  };
}
