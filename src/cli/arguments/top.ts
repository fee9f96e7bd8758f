import { fail } from "../../errors.js";

/**
 * Returns the value of `--top N`; `null` if it is not set.
 * @throws LayerxError `bad-value`
 */
export function topOf(top: number | undefined, command: string): number | null {
  if (top === undefined) return null;
  if (Number.isInteger(top) && top > 0) return top;
  return fail("bad-value", { option: "--top", value: String(top), wanted: "a number from 1", command });
}
