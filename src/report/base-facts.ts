import type { Base } from "../analysis/base.js";
import { escapeText } from "../text/escape.js";
import { counted } from "./image-head-text.js";

/** The object `base` of the JSON reports. */
export function baseJson({ layers, by, guessed, name, digest, reason }: Base) {
  return { layers, by, guessed, name, digest, reason };
}

/** Where the base ends, in a phrase: `the lowest 2 layers, debian:12 (a guess: instructions follow its CMD)`. */
export function baseWords({ layers, guessed, name, reason }: Base): string {
  const which = layers === 1 ? "the lowest layer" : `the lowest ${counted(layers, "layer")}`;
  const called = name === null ? "" : `, ${escapeText(name)}`;
  return `${layers === 0 ? "no layer" : which}${called} (${guessed ? "a guess: " : ""}${reason})`;
}
