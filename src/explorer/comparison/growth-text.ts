import { bytesChange } from "../../words/comparison-words.js";

/** Returns `+1.2kB`, `−34B`, `0B`. */
export function growthText(bytes: number): string {
  return withMinus(bytesChange(bytes));
}

/**
 * Returns a text of a report with a minus sign instead of a hyphen before a number, as in the rest of the
 * explorer.
 */
export function withMinus(text: string): string {
  return text.replace(/(^|[ (])-(?=\d)/g, "$1−");
}
