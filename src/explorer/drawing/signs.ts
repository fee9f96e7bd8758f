import type { Style } from "./row.js";

/** Sign and colour of each change, by its number. */
export const SIGNS: readonly string[] = [" ", "+", "~", "−"];
export const COLOURS: readonly (readonly Style[])[] = [[], ["added"], ["modified"], ["removed"]];
/** Of what is modified in its metadata only. */
export const METADATA_SIGN = "m";
