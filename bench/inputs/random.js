/**
 * Returns a generator of the same random numbers on every machine (xorshift32).
 *
 * @param {number} seed
 */
export function random(seed) {
  let state = seed * 2654435761 + 1 || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  return {
    /** @param {number} limit a whole number from 0 to limit − 1 */
    below: (limit) => next() % limit,
    /** @returns {number} normally distributed: mean 0, deviation 1 */
    normal: () =>
      Math.sqrt(-2 * Math.log((next() + 1) / 2 ** 32)) * Math.cos((2 * Math.PI * next()) / 2 ** 32),
    /** @param {Buffer} bytes filled with bytes that cannot be compressed */
    fill(bytes) {
      let at = 0;
      for (; at + 4 <= bytes.length; at += 4) bytes.writeUInt32LE(next(), at);
      for (; at < bytes.length; at++) bytes[at] = next() & 0xff;
    },
  };
}
