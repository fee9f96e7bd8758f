const UNITS = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

/**
 * Formats bytes as docker does: divided by 1000 until they are below 1000, then three significant digits
 * (Go's `%.3g`) and the unit, without a space. A number that is rounded up to 1000 keeps its unit: `1e+03kB`.
 * Rule: go-units, `HumanSizeWithPrecision`.
 */
export function humanSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // Divided in steps: a single division by the power has other rounding errors.
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${threeDigits(value)}${UNITS[unit]}`;
}

/** Formats a number like Go's `%.3g`. */
function threeDigits(value: number): string {
  if (value === 0) return "0";
  const [mantissa, exponent] = roundToEven(value);
  if (exponent < 3) return String(Number(`${mantissa}e${exponent}`));
  return `${String(Number(mantissa))}e+${String(exponent).padStart(2, "0")}`;
}

/**
 * Returns the mantissa of three digits and the exponent. A tie is rounded to the even digit; `toPrecision`
 * would round up.
 */
function roundToEven(value: number): [mantissa: string, exponent: number] {
  const [mantissa, exponent] = value.toExponential(2).split("e");
  // Sixty decimals take a thousand times as long as three, and three show that most values are not a tie.
  if (!value.toExponential(3).includes("5e")) return [mantissa, Number(exponent)];
  // Sixty decimals show the exact value of the double. Only a remainder of 5 followed by zeros is a tie.
  const exact = value.toExponential(60);
  const down = /^(-?\d\.\d[02468])50*e/.exec(exact);
  return [down === null ? mantissa : down[1], Number(exponent)];
}

const SIZE = /^(\d+(?:\.\d+)?) ?(?:([kmgtp])(i?)b?|b)?$/i;
const POWERS = ["k", "m", "g", "t", "p"];

/**
 * Parses a size in bytes: `20000000`, `10kB`, `10MB`, `1.5GB` (powers of 1000), `10MiB` (powers of 1024).
 * Case is ignored. A fraction of a byte is cut off.
 * @returns `null` if it is not a size, or too big to be exact.
 */
export function parseSize(text: string): number | null {
  const match = SIZE.exec(text.trim());
  if (match === null) return null;
  const [, digits, prefix, binary] = match;
  const power = prefix === undefined ? 0 : POWERS.indexOf(prefix.toLowerCase()) + 1;
  const bytes = Math.floor(Number(digits) * (binary ? 1024 : 1000) ** power);
  return Number.isSafeInteger(bytes) ? bytes : null;
}

/** Formats two sizes. If they would look the same, both are in bytes. */
export function sizesApart(a: number, b: number): [string, string] {
  const texts: [string, string] = [humanSize(a), humanSize(b)];
  return a !== b && texts[0] === texts[1] ? [`${a}B`, `${b}B`] : texts;
}
