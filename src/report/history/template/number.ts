import { refuse, unsupported } from "./fault.js";
import type { Value } from "./value.js";

const WHOLE = /^(?:0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+|0|[1-9]\d*)$/;
const FRACTION = /^(?=.*[.eE])(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const OLD_OCTAL = /^0(?=[0-7]+$)/;
const DIGIT_SEPARATOR = /(?<=[\da-fA-FxXoObB])_(?=[\da-fA-F])/g;

/** A number as Go's templates write it: `1`, `-0x1F`, `1_000`, `017`, `2.5e3`. */
export function numberValue(source: string): Value {
  const sign = source.startsWith("-") ? -1 : 1;
  const digits = source.replace(/^[+-]/, "").replaceAll(DIGIT_SEPARATOR, "").replace(OLD_OCTAL, "0o");
  const value = Number(digits) * sign;
  if (WHOLE.test(digits)) {
    return Number.isSafeInteger(value)
      ? { kind: "int", value }
      : unsupported(`an integer as large as ${source}`);
  }
  return FRACTION.test(digits) ? { kind: "float64", value } : refuse(`bad number syntax: "${source}"`);
}
