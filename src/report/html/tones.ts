import type { Cause } from "../../analysis/waste/causes.js";

/** A background colour: light by day under dark letters, dark by night under light letters. `#rrggbb`. */
export interface Tone {
  readonly day: string;
  readonly night: string;
}

/** The letters on a tone. */
export const LETTERS: Tone = { day: "#14171c", night: "#f6f8fb" };

/** For layers of the user. Neighbouring colours are very different. */
const STRONG: readonly Tone[] = [
  { day: "#6db0f7", night: "#1d62b8" },
  { day: "#f8ae5d", night: "#9c500a" },
  { day: "#7fce86", night: "#1f7136" },
  { day: "#bf9bf1", night: "#6e41b5" },
  { day: "#f4c945", night: "#7d5f00" },
  { day: "#f58fa9", night: "#ab2f51" },
  { day: "#62cfc5", night: "#0c6e69" },
  { day: "#e593d9", night: "#96308b" },
  { day: "#b4d154", night: "#52700f" },
  { day: "#d5a988", night: "#805233" },
];

/** For layers of the base image. */
const MUTED: readonly Tone[] = [
  { day: "#cfd6df", night: "#3d4654" },
  { day: "#b9c3cf", night: "#4d5868" },
  { day: "#dfe3e9", night: "#313946" },
];

const CAUSE_TONES: Readonly<Record<Cause, number>> = {
  overwritten: 1,
  metadata: 3,
  rewritten: 0,
  moved: 6,
  deleted: 5,
  repeated: 4,
};

/** The tones by the names of their CSS classes. */
export const TONES: ReadonlyMap<string, Tone> = new Map([
  ...STRONG.map((tone, at) => [`s${at}`, tone] as const),
  ...MUTED.map((tone, at) => [`m${at}`, tone] as const),
]);

/**
 * Returns the class with the colour of a layer. If all layers belong to the base, the image itself is the
 * base, so no layer has a muted colour.
 */
export function layerTone(
  layer: number,
  { baseLayers, layers }: { readonly baseLayers: number; readonly layers: number },
): string {
  if (baseLayers >= layers) return `s${layer % STRONG.length}`;
  return layer < baseLayers ? `m${layer % MUTED.length}` : `s${(layer - baseLayers) % STRONG.length}`;
}

/** Returns the class with the colour of a cause. */
export function causeTone(cause: Cause): string {
  return `s${CAUSE_TONES[cause]}`;
}
