import { type Base, namedBase } from "../analysis/base.js";
import type { Image } from "../image/image.js";
import { counted } from "../text/count.js";
import { escapeText } from "../text/escape.js";

/** Where the base ends, `null` where that does not show; `counted` where numbers were told to take it out. */
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

const UNSEEN = "where it ends does not show";

/** Where the base ends, in a phrase: `the lowest 2 layers, debian:12 (a guess: instructions follow its CMD)`. */
export function baseWords({ layers, guessed, name, reason }: Base): string {
  const which = layers === 1 ? "the lowest layer" : `the lowest ${counted(layers, "layer")}`;
  const called = name === null ? "" : `, ${escapeText(name)}`;
  return `${layers === 0 ? "no layer" : which}${called} (${guessed ? "a guess: " : ""}${reason})`;
}

/** As `baseWords`, also of a base of which only the name is known; `null` where nothing is. */
export function baseLine({ found }: BaseFinding, image: Image): string | null {
  if (found !== null) return baseWords(found);
  const { name, digest } = namedBase(image);
  const called = name ?? digest;
  return called === null ? null : `${escapeText(called)} (${UNSEEN})`;
}
