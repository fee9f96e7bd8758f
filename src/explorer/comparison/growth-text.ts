import { bytesChange } from "../../words/comparison-words.js";

/** `+1.2kB`, `−34B`, `0B`. */
export function growthText(bytes: number): string {
  return withMinus(bytesChange(bytes));
}

/** A text of a report with the minus sign of the explorer in place of a hyphen before a number. */
export function withMinus(text: string): string {
  return text.replace(/(^|[ (])-(?=\d)/g, "$1−");
}
