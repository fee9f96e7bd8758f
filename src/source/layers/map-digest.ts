import { createHash, type Hash } from "node:crypto";

const BLOCK = 512;
const ZEROS = Buffer.alloc(512 * 1024);
const PAIR_BYTES = 16;

/**
 * A digest of a file's content that needs time only for its data, not for its holes. It is the SHA-256 of
 * three facts: which blocks of 512 bytes are not all zeros, the contents of these blocks, and the size. Equal
 * contents have equal digests, whether their zeros are stored or are holes, and wherever an archive splits
 * the data.
 */
export class MapDigest {
  readonly #data = createHash("sha256");
  readonly #map = createHash("sha256");
  /** The current run of blocks with data: the first one, and the one after the last. */
  #from = 0;
  #to = 0;
  /** A block that is not complete yet. */
  readonly #block = Buffer.alloc(BLOCK);
  #blockAt = -1;

  /** Adds data at an offset of the file. Offsets rise. */
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

  /** Returns the digest of a file of `size` bytes. Nothing can be added afterwards. */
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

/** Returns the bytes of whole blocks of zeros from a block on; 0 if it has data. */
function zeroBytes(bytes: Buffer, at: number): number {
  if (bytes[at] !== 0 || bytes[at + BLOCK - 1] !== 0 || !isZero(bytes, at, BLOCK)) return 0;
  // Zeros are rare or come in large runs: first a whole chunk is compared, then each block.
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
