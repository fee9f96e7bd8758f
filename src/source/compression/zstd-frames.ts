import { Damage } from "../damage.js";

/** A part of a frame. */
export interface FramePiece {
  readonly bytes: Buffer;
  /** True if it begins a frame. */
  readonly first: boolean;
  /** True if it ends the frame, including its checksum. */
  readonly last: boolean;
  /** True if the frame ends in a checksum of its content. */
  readonly checked: boolean;
  /** The checksum, in the frame's last piece: the low half of the content's XXH64. */
  readonly checksum: number | null;
  /** The window that the frame needs, in bytes. */
  readonly windowBytes: number;
}

type State = "magic" | "frame-header" | "block-header" | "checksum";

const FRAME_MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a5;
const RLE = 1;

/**
 * Splits a zstd stream into frames, so that each can be decompressed separately. Skippable frames and data
 * after the last frame (zeros) are not pieces. Source: RFC 8878, section 3.1.
 */
export class ZstdFrames {
  private state: State = "magic";
  /** The bytes of the current part so far. Parts are at most 18 bytes long. */
  private part: number[] = [];
  private need = 4;
  /** The number of bytes that are skipped: the body of a block or of a skippable frame. */
  private skip = 0;
  private inFrame = false;
  private windowBytes = 0;
  private checked = false;
  private checksum: number | null = null;
  private lastBlock = false;
  private padding = false;
  private offset = 0;
  private readonly byBlocks: boolean;

  /** @param byBlocks true for pieces of at most one block: a few bytes of input can expand to 128 kB. */
  constructor({ byBlocks }: { byBlocks: boolean }) {
    this.byBlocks = byBlocks;
  }

  /** Returns true outside of any frame, where a stream may end. */
  get atEnd(): boolean {
    return this.padding || (!this.inFrame && this.skip === 0 && this.part.length === 0);
  }

  /**
   * Splits the next chunk. A piece is a part of the chunk. If the first bytes of a frame are in an earlier
   * chunk, they are added before it.
   */
  *pieces(chunk: Buffer): Generator<FramePiece> {
    let start = 0;
    let first = false;
    let before: number[] = [];
    let at = 0;
    while (at < chunk.length && !this.padding) {
      if (this.skip > 0) {
        const step = Math.min(this.skip, chunk.length - at);
        this.skip -= step;
        at += step;
        if (this.skip > 0 || !this.inFrame) continue;
      } else {
        this.part.push(chunk[at]);
        at += 1;
        if (this.part.length < this.need) continue;
        const began = this.inFrame;
        const part = this.part;
        this.advance(part);
        if (!began && this.inFrame) {
          first = true;
          start = Math.max(0, at - part.length);
          before = part.slice(0, Math.max(0, part.length - at));
        }
      }
      if (!this.inFrame || this.skip > 0 || this.part.length > 0) continue;
      const last = this.state === "magic";
      if (!last && !this.byBlocks) continue;
      yield this.piece(before, chunk.subarray(start, at), { first, last });
      if (last) this.inFrame = false;
      start = at;
      first = false;
      before = [];
    }
    this.offset += chunk.length;
    if (this.inFrame) {
      const bytes = chunk.subarray(start, at);
      if (bytes.length > 0) yield this.piece(before, bytes, { first, last: false });
    }
  }

  private piece(
    before: number[],
    bytes: Buffer,
    { first, last }: { first: boolean; last: boolean },
  ): FramePiece {
    const whole = before.length === 0 ? bytes : Buffer.concat([Buffer.from(before), bytes]);
    const { checked, checksum, windowBytes } = this;
    return { bytes: whole, first, last, checked, checksum, windowBytes };
  }

  private expect(state: State, need: number): void {
    this.state = state;
    this.need = need;
    this.part = [];
  }

  private advance(part: number[]): void {
    if (this.state === "magic") this.magic(part);
    else if (this.state === "frame-header") this.frameHeader(part);
    else if (this.state === "block-header") this.blockHeader(part);
    else this.contentChecksum(part);
  }

  private magic(part: number[]): void {
    const magic = uint32(part, 0);
    if (magic === FRAME_MAGIC) {
      this.state = "frame-header";
      this.need = 5;
    } else if (magic >>> 4 === SKIPPABLE_MAGIC) {
      if (part.length < 8) {
        this.need = 8;
        return;
      }
      this.skip = uint32(part, 4);
      this.expect("magic", 4);
    } else if (magic === 0) {
      this.padding = true;
    } else {
      throw new Damage("corrupt", this.offset, "the bytes after a zstd frame are not a frame");
    }
  }

  private frameHeader(part: number[]): void {
    const descriptor = part[4];
    const single = (descriptor & 0x20) !== 0;
    const dictionaryBytes = [0, 1, 2, 4][descriptor & 3];
    const sizeFlag = descriptor >> 6;
    const sizeBytes = sizeFlag === 0 ? (single ? 1 : 0) : 1 << sizeFlag;
    const length = 5 + (single ? 0 : 1) + dictionaryBytes + sizeBytes;
    if (part.length < length) {
      this.need = length;
      return;
    }
    this.windowBytes = single ? contentSize(part, length - sizeBytes, sizeBytes) : windowSize(part[5]);
    this.checked = (descriptor & 4) !== 0;
    this.checksum = null;
    this.lastBlock = false;
    this.inFrame = true;
    this.expect("block-header", 3);
  }

  private blockHeader(part: number[]): void {
    const header = part[0] | (part[1] << 8) | (part[2] << 16);
    this.lastBlock = (header & 1) !== 0;
    this.skip = ((header >> 1) & 3) === RLE ? 1 : header >>> 3;
    if (!this.lastBlock) this.expect("block-header", 3);
    else if (this.checked) this.expect("checksum", 4);
    else this.expect("magic", 4);
  }

  private contentChecksum(part: number[]): void {
    this.checksum = uint32(part, 0);
    this.expect("magic", 4);
  }
}

function contentSize(part: number[], at: number, bytes: number): number {
  let size = 0;
  for (let i = bytes - 1; i >= 0; i--) size = size * 256 + part[at + i];
  return bytes === 2 ? size + 256 : size;
}

function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

function uint32(part: number[], at: number): number {
  return (part[at] | (part[at + 1] << 8) | (part[at + 2] << 16) | (part[at + 3] << 24)) >>> 0;
}
