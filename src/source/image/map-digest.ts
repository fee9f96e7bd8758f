import { createHash, type Hash } from "node:crypto";

const BLOCK = 512;
const ZEROS = Buffer.alloc(512 * 1024);
const PAIR_BYTES = 16;

/**
 * A digest of a file's content that costs its data only, however big its holes are: SHA-256 of which blocks of 512 bytes
 * are not all zeros, of what those hold, and of the size. Equal contents have equal digests, whether their zeros are
 * stored or are holes, and wherever an archive cuts the data into stretches.
 */
export class MapDigest {
  readonly #data = createHash("sha256");
  readonly #map = createHash("sha256");
  /** Blocks in the run of data that grows: the first one, and one past the last. */
  #from = 0;
  #to = 0;
  /** A block of which only a part has come. */
  readonly #block = Buffer.alloc(BLOCK);
  #blockAt = -1;

  /** Takes what is at an offset of the file; offsets rise. */
  add(piece: Uint8Array, offset: number): void {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    let at = 0;
    while (at < bytes.length) {
      const within = (offset + at) % BLOCK;
      const index = (offset + at - within) / BLOCK;
      const left = bytes.length - at;
      if (within === 0 && left >= BLOCK) {
        this.#flush();
        const whole = left - (left % BLOCK);
        this.#blocks(bytes.subarray(at, at + whole), index);
        at += whole;
        continue;
      }
      if (index !== this.#blockAt) {
        this.#flush();
        this.#blockAt = index;
      }
      at += bytes.copy(this.#block, within, at, at + BLOCK - within);
    }
  }

  /** The digest of a file of `size` bytes; nothing can be added then. */
  digest(size: number): Buffer {
    this.#flush();
    this.#endRun();
    const tail = Buffer.alloc(8);
    tail.writeDoubleBE(size);
    return createHash("sha256").update(this.#map.digest()).update(this.#data.digest()).update(tail).digest();
  }

  #flush(): void {
    if (this.#blockAt < 0) return;
    this.#blocks(this.#block, this.#blockAt);
    this.#block.fill(0);
    this.#blockAt = -1;
  }

  #blocks(bytes: Buffer, first: number): void {
    let from = 0;
    for (let at = 0; at < bytes.length; ) {
      const zeros = zeroBytes(bytes, at);
      if (zeros === 0) {
        at += BLOCK;
        continue;
      }
      this.#run(bytes.subarray(from, at), first + from / BLOCK);
      at += zeros;
      from = at;
    }
    this.#run(bytes.subarray(from), first + from / BLOCK);
  }

  #run(data: Buffer, first: number): void {
    if (data.length === 0) return;
    if (first !== this.#to) {
      this.#endRun();
      this.#from = first;
    }
    this.#to = first + data.length / BLOCK;
    this.#data.update(data);
  }

  #endRun(): void {
    if (this.#to > this.#from) addPair(this.#map, this.#from, this.#to);
    this.#from = this.#to;
  }
}

/** Bytes of whole blocks of zeros that begin at a block; 0 where it is none. */
function zeroBytes(bytes: Buffer, at: number): number {
  if (bytes[at] !== 0 || bytes[at + BLOCK - 1] !== 0 || !isZero(bytes, at, BLOCK)) return 0;
  // Zeros come in plenty or not at all: a whole chunk at once, then block by block.
  const rest = Math.min(bytes.length - at, ZEROS.length);
  if (isZero(bytes, at, rest)) return rest;
  let end = at + BLOCK;
  while (end < bytes.length && isZero(bytes, end, BLOCK)) end += BLOCK;
  return end - at;
}

function isZero(bytes: Buffer, at: number, length: number): boolean {
  return bytes.compare(ZEROS, 0, length, at, at + length) === 0;
}

function addPair(hash: Hash, from: number, to: number): void {
  const pair = Buffer.alloc(PAIR_BYTES);
  pair.writeDoubleBE(from, 0);
  pair.writeDoubleBE(to, 8);
  hash.update(pair);
}
