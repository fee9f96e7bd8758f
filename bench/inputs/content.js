import { random } from "./random.js";

const TEXT = words(random(7), 1 << 20);

/**
 * Returns the bytes of a file. Its first half cannot be compressed, and its second half is text.
 *
 * @param {number} id the same ID and size have the same bytes
 * @param {number} size
 * @returns {Buffer}
 */
export function content(id, size) {
  const bytes = Buffer.allocUnsafe(size);
  const chance = random(id + 1);
  const half = size >>> 1;
  chance.fill(bytes.subarray(0, half));
  for (let at = half; at < size; ) {
    const from = chance.below(TEXT.length);
    at += TEXT.copy(bytes, at, from, Math.min(TEXT.length, from + size - at));
  }
  return bytes;
}

function words(chance, length) {
  const word = () =>
    Array.from({ length: 2 + chance.below(9) }, () => String.fromCharCode(97 + chance.below(26))).join("");
  const vocabulary = Array.from({ length: 2000 }, word);
  const out = [];
  for (let size = 0; size < length; ) {
    const next = vocabulary[Math.min(chance.below(2000), chance.below(2000))];
    out.push(next);
    size += next.length + 1;
  }
  return Buffer.from(out.join(" "), "latin1").subarray(0, length);
}
