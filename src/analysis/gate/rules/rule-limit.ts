import { parseSize } from "../../../text/bytes.js";

/** The unit of a limit: a fraction of 1, bytes, filesystem layers, or paths. */
export type RuleUnit = "ratio" | "bytes" | "layers" | "paths";

/** A limit that the user gave; `disabled` switches the rule off. */
export type Limit = number | "disabled";

/** The valid forms of each unit, for error messages. */
export const LIMIT_FORMS: Readonly<Record<RuleUnit, string>> = {
  ratio: "a ratio from 0 to 1 such as 0.95, a percentage such as 95%, or disabled",
  bytes: "a size in bytes or such as 10kB, 10MB, 10MiB, 1GB, or disabled",
  layers: "a whole number such as 20, or disabled",
  paths: "a whole number such as 0, or disabled",
};

const RATIO = /^(\d+|\d*\.\d+|\d+\.)(e[+-]?\d+)?$/i;
const PERCENT = /^(\d+|\d*\.\d+|\d+\.) ?%$/;
const WHOLE = /^\d+$/;

/**
 * Reads a limit from the command line or a file: a ratio `0.95` or `95%` (0 to 1), a size in bytes
 * or `10kB`, `10MB`, `10MiB`, `1GB`, a whole number of layers, or `disabled`.
 * @returns `null` if it has none of the `LIMIT_FORMS`.
 */
export function parseLimit(text: string, unit: RuleUnit): Limit | null {
  const value = text.trim();
  if (value.toLowerCase() === "disabled") return "disabled";
  if (unit === "bytes") return parseSize(value);
  const number = unit === "ratio" ? ratio(value) : WHOLE.test(value) ? Number(value) : null;
  if (number === null || (unit === "ratio" ? number > 1 : !Number.isSafeInteger(number))) return null;
  return number;
}

function ratio(value: string): number | null {
  const percent = PERCENT.exec(value);
  // The decimal point is moved. A division returns another double for some values: `0.1%` must equal `0.001`.
  if (percent !== null) return Number(`${percent[1]}e-2`);
  return RATIO.test(value) ? Number(value) : null;
}
