import type { Style } from "./row.js";

/** The sign of each change, by its number. */
export const SIGNS: readonly string[] = [" ", "+", "~", "−"];
export const COLOURS: readonly (readonly Style[])[] = [[], ["added"], ["modified"], ["removed"]];
/** The sign of a path whose metadata changed, but not its content. */
export const METADATA_SIGN = "m";
