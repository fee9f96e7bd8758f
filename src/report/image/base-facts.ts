import { type Base, namedBase } from "../../analysis/base-image.js";
import type { Image } from "../../image/image.js";
import { UNSEEN } from "../../words/base-words.js";

/** Where the base image ends, `null` if unknown; `counted` if the user said so and numbers depend on it. */
export interface BaseFinding {
  readonly found: Base | null;
  readonly counted: boolean;
}

/** The object `base` of the JSON reports; `layers` is `null` where only its name is known. */
export function baseJson({ found, counted }: BaseFinding, image: Image) {
  if (found !== null) {
    const { layers, by, guessed, name, digest, reason } = found;
    return { layers, by, guessed, name, digest, reason, counted };
  }
  const { name, digest } = namedBase(image);
  if (name === null && digest === null) return null;
  return { layers: null, by: null, guessed: false, name, digest, reason: UNSEEN, counted: false };
}
