const UNITS = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

/**
 * Bytes as docker prints them: divided by 1000 until they are below 1000, then three significant digits (Go's
 * `%.3g`) and the unit, without a space. What rounds up to 1000 stays in its unit: `1e+03kB`.
 * Rule: go-units, `HumanSizeWithPrecision`.
 */
export function humanSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // One step at a time in doubles: dividing once by the power rounds differently.
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${threeDigits(value)}${UNITS[unit]}`;
}

/** Go's `%.3g`. */
function threeDigits(value: number): string {
  if (value === 0) return "0";
  const [mantissa, exponent] = roundToEven(value);
  if (exponent < 3) return String(Number(`${mantissa}e${exponent}`));
  return `${String(Number(mantissa))}e+${String(exponent).padStart(2, "0")}`;
}

/** Mantissa of three digits and exponent; a tie goes to the even digit, where `toPrecision` would go up. */
function roundToEven(value: number): [mantissa: string, exponent: number] {
  const [mantissa, exponent] = value.toExponential(2).split("e");
  // Sixty decimals take a thousand times as long as three, and three already show that most values are no tie.
  if (!value.toExponential(3).includes("5e")) return [mantissa, Number(exponent)];
  // Sixty decimals show the exact value of the double: only a rest of 5 and zeros is a tie.
  const exact = value.toExponential(60);
  const down = /^(-?\d\.\d[02468])50*e/.exec(exact);
  return [down === null ? mantissa : down[1], Number(exponent)];
}

const SIZE = /^(\d+(?:\.\d+)?) ?(?:([kmgtp])(i?)b?|b)?$/i;
const POWERS = ["k", "m", "g", "t", "p"];

/**
 * A size as a person writes it, in bytes: `20000000`, `10kB`, `10MB`, `1.5GB` (powers of 1000), `10MiB` (powers
 * of 1024); case does not count. A fraction of a byte is cut off.
 * @returns `null` where it is no size, or more than can be counted exactly.
 */
export function parseSize(text: string): number | null {
  const match = SIZE.exec(text.trim());
  if (match === null) return null;
  const [, digits, prefix, binary] = match;
  const power = prefix === undefined ? 0 : POWERS.indexOf(prefix.toLowerCase()) + 1;
  const bytes = Math.floor(Number(digits) * (binary ? 1024 : 1000) ** power);
  return Number.isSafeInteger(bytes) ? bytes : null;
}

/** Two sizes for people; in bytes where they would look the same. */
export function sizesApart(a: number, b: number): [string, string] {
  const texts: [string, string] = [humanSize(a), humanSize(b)];
  return a !== b && texts[0] === texts[1] ? [`${a}B`, `${b}B`] : texts;
}
