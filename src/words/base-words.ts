import { type Base, namedBase } from "../analysis/base-image.js";
import type { Image } from "../image/image.js";
import { counted } from "../text/count.js";
import { escapeText } from "../text/escape.js";

/** Shown if an image names its base image but its layers are not known. */
export const UNSEEN = "its layers are unknown";

/**
 * Returns where the base image ends, as a phrase: `the lowest 2 layers, debian:12 (a guess: instructions
 * follow its CMD)`.
 */
export function baseWords({ layers, guessed, name, reason }: Base): string {
  const which = layers === 1 ? "the lowest layer" : `the lowest ${counted(layers, "layer")}`;
  const called = name === null ? "" : `, ${escapeText(name)}`;
  return `${layers === 0 ? "no layer" : which}${called} (${guessed ? "a guess: " : ""}${reason})`;
}

/** Like `baseWords`, also if only the name of the base image is known; `null` if nothing is known. */
export function baseLine(found: Base | null, image: Image): string | null {
  if (found !== null) return baseWords(found);
  const { name, digest } = namedBase(image);
  const called = name ?? digest;
  return called === null ? null : `${escapeText(called)} (${UNSEEN})`;
}
