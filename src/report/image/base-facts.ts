import { type Base, namedBase } from "../../analysis/base-image.js";
import type { Image } from "../../image/image.js";
import { UNSEEN } from "../../words/base-words.js";

/**
 * The base image; `found` is `null` if it is unknown, `counted` is true if the user named it, so that numbers
 * depend on it.
 */
export interface BaseFinding {
  readonly found: Base | null;
  readonly counted: boolean;
}

/**
 * Returns the object `base` of the JSON reports. `layers` is `null` if only the name of the base image is
 * known.
 */
export function baseJson({ found, counted }: BaseFinding, image: Image) {
  if (found !== null) {
    const { layers, by, guessed, name, digest, reason } = found;
    return { layers, by, guessed, name, digest, reason, counted };
  }
  const { name, digest } = namedBase(image);
  if (name === null && digest === null) return null;
  return { layers: null, by: null, guessed: false, name, digest, reason: UNSEEN, counted: false };
}
