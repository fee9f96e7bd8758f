import { crc32 } from "node:zlib";

/**
 * Compresses by gzip with the same result on every machine, which zlib does not guarantee: one block with the fixed
 * codes, the last occurrence of three bytes as the only candidate for a match, no time, no name, an unknown system.
 * Sources: RFC 1951, 3.2.6; RFC 1952, 2.3.
 */
export function gzipFixed(bytes: Buffer): Buffer {
  const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(bytes), 0);
  trailer.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([header, deflateFixed(bytes), trailer]);
}

const MIN_MATCH = 3;
const MAX_MATCH = 258;
const MAX_DISTANCE = 32_768;
const END_OF_BLOCK = 256;

function deflateFixed(bytes: Buffer): Buffer {
  const out = new BitWriter();
  out.bits(0b011, 3);
  const lastSeen = new Map<number, number>();
  for (let at = 0; at < bytes.length; ) {
    const key = at + MIN_MATCH <= bytes.length ? bytes.readUIntLE(at, MIN_MATCH) : -1;
    const candidate = lastSeen.get(key) ?? -1;
    lastSeen.set(key, at);
    const inReach = key >= 0 && candidate >= 0 && at - candidate <= MAX_DISTANCE;
    const length = inReach ? matchLength(bytes, candidate, at) : 0;
    if (length < MIN_MATCH) writeSymbol(out, bytes[at]);
    else writeMatch(out, length, at - candidate);
    at += Math.max(length, 1);
  }
  writeSymbol(out, END_OF_BLOCK);
  return out.end();
}

function matchLength(bytes: Buffer, candidate: number, at: number): number {
  const limit = Math.min(MAX_MATCH, bytes.length - at);
  let length = 0;
  while (length < limit && bytes[candidate + length] === bytes[at + length]) length += 1;
  return length;
}

function writeMatch(out: BitWriter, length: number, distance: number): void {
  // The length 258 has its own code, without extra bits.
  const [lengthCode, lengthBits, lengthExtra] = length === MAX_MATCH ? [28, 0, 0] : bucket(length - 3, 4);
  writeSymbol(out, 257 + lengthCode);
  out.bits(lengthExtra, lengthBits);
  const [distanceCode, distanceBits, distanceExtra] = bucket(distance - 1, 2);
  out.code(distanceCode, 5);
  out.bits(distanceExtra, distanceBits);
}

/** @returns code, number of extra bits and their value. Each group of `perDoubling` codes doubles the range. */
function bucket(value: number, perDoubling: 2 | 4): readonly [number, number, number] {
  const doubling = Math.log2(perDoubling);
  if (value < perDoubling * 2) return [value, 0, 0];
  const extraBits = Math.floor(Math.log2(value)) - doubling;
  return [perDoubling * extraBits + (value >> extraBits), extraBits, value & ((1 << extraBits) - 1)];
}

/** Writes the fixed code of a literal, of the block's end or of a length. */
function writeSymbol(out: BitWriter, symbol: number): void {
  if (symbol < 144) out.code(0x30 + symbol, 8);
  else if (symbol < 256) out.code(0x190 + symbol - 144, 9);
  else if (symbol < 280) out.code(symbol - 256, 7);
  else out.code(0xc0 + symbol - 280, 8);
}

/** Joins bits to bytes, the lowest bit first. */
class BitWriter {
  readonly #bytes: number[] = [];
  #pending = 0;
  #count = 0;

  bits(value: number, length: number): void {
    this.#pending |= value << this.#count;
    this.#count += length;
    for (; this.#count >= 8; this.#count -= 8) {
      this.#bytes.push(this.#pending & 0xff);
      this.#pending >>>= 8;
    }
  }

  /** Huffman codes are written with their highest bit first. */
  code(value: number, length: number): void {
    for (let bit = length - 1; bit >= 0; bit -= 1) this.bits((value >> bit) & 1, 1);
  }

  end(): Buffer {
    if (this.#count > 0) this.#bytes.push(this.#pending & 0xff);
    return Buffer.from(this.#bytes);
  }
}
