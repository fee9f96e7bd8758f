import { type Base, namedBase } from "../analysis/base-image.js";
import type { Image } from "../image/image.js";
import { counted } from "../text/count.js";
import { escapeText } from "../text/escape.js";

/** Shown if an image names its base but does not say which layers belong to it. */
export const UNSEEN = "where it ends does not show";

/** Where the base ends, in a phrase: `the lowest 2 layers, debian:12 (a guess: instructions follow its CMD)`. */
export function baseWords({ layers, guessed, name, reason }: Base): string {
  const which = layers === 1 ? "the lowest layer" : `the lowest ${counted(layers, "layer")}`;
  const called = name === null ? "" : `, ${escapeText(name)}`;
  return `${layers === 0 ? "no layer" : which}${called} (${guessed ? "a guess: " : ""}${reason})`;
}

/** As `baseWords`, also of a base of which only the name is known; `null` where nothing is. */
export function baseLine(found: Base | null, image: Image): string | null {
  if (found !== null) return baseWords(found);
  const { name, digest } = namedBase(image);
  const called = name ?? digest;
  return called === null ? null : `${escapeText(called)} (${UNSEEN})`;
}
