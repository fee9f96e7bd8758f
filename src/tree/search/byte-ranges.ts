/** A range of bytes, both ends included. */
export type ByteRange = readonly [from: number, to: number];

/** A range of code points, both ends included. */
export type CodePointRange = readonly [from: number, to: number];

/** The last code point of each length in UTF-8, and the borders of the surrogates, which have no UTF-8. */
const BORDERS = [0x7f, 0x7ff, 0xd7ff, 0xffff, 0x10ffff];

/** Returns the UTF-8 of all code points of a range, as sequences of byte ranges. */
export function charSequences([from, to]: CodePointRange): ByteRange[][] {
  const out: ByteRange[][] = [];
  let start = from === 0xd800 ? 0xe000 : from;
  for (const border of BORDERS) {
    const end = Math.min(border, to);
    if (start <= end) out.push(...sequences(bytesOf(start), bytesOf(end)));
    start = Math.max(start, border === 0xd7ff ? 0xe000 : border + 1);
  }
  return out;
}

function bytesOf(point: number): number[] {
  return [...Buffer.from(String.fromCodePoint(point))];
}

/**
 * Returns the sequences between two of equal length. They are split if the bytes after the first one do not
 * have all values.
 */
function sequences([low, ...lows]: readonly number[], [high, ...highs]: readonly number[]): ByteRange[][] {
  if (lows.length === 0) return [[[low, high]]];
  const least = lows.map(() => 0x80);
  const most = lows.map(() => 0xbf);
  if (low === high) return prefixed([low, low], sequences(lows, highs));
  const startsLow = lows.every((byte) => byte === 0x80);
  const endsHigh = highs.every((byte) => byte === 0xbf);
  const [first, last] = [startsLow ? low : low + 1, endsHigh ? high : high - 1];
  return [
    ...(startsLow ? [] : prefixed([low, low], sequences(lows, most))),
    ...(first > last ? [] : prefixed([first, last], sequences(least, most))),
    ...(endsHigh ? [] : prefixed([high, high], sequences(least, highs))),
  ];
}

function prefixed(range: ByteRange, rest: readonly ByteRange[][]): ByteRange[][] {
  return rest.map((sequence) => [range, ...sequence]);
}
