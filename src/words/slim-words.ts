import type { Base } from "../analysis/base-image.js";
import type { WastedCopy } from "../analysis/waste/causes.js";
import { humanSize } from "../text/bytes.js";

/** Wasted bytes, and the layer that stores them. */
type WastedBytes = Pick<WastedCopy, "layer" | "bytes">;

/** The bytes that `layerx slim` would save without a change to the Dockerfile. */
export interface SlimSaving {
  /** Wasted bytes that are stored above the base image. */
  readonly bytes: number;
  /** The command without image and output: `layerx slim --base-layers 3`. */
  readonly command: string;
}

/**
 * Returns the bytes that `layerx slim` would save; `null` if there are none. The layers of a base image that
 * the user named are not changed; a guessed base image has no effect.
 */
export function slimSaving(copies: readonly WastedBytes[], base: Base | null): SlimSaving | null {
  const layers = base === null || base.guessed ? 0 : base.layers;
  const bytes = copies.reduce((sum, copy) => (copy.layer < layers ? sum : sum + copy.bytes), 0);
  if (bytes === 0) return null;
  return { bytes, command: `layerx slim${layers === 0 ? "" : ` --base-layers ${layers}`}` };
}

/** Returns the same in a sentence. */
export function slimHint(copies: readonly WastedBytes[], base: Base | null): string | null {
  const saving = slimSaving(copies, base);
  if (saving === null) return null;
  return `Without changing the Dockerfile: \`${saving.command}\` saves ${humanSize(saving.bytes)} of this.`;
}
