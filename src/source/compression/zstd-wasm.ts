import { ZSTDDecoder } from "zstddec/stream";
import { Pauses } from "../../pauses.js";
import { DAMAGED, type Frame, FrameDamage, type FrameDecoder, WRONG_CHECKSUM } from "./zstd.js";

/** The maximum window of the decoder in bytes. It cannot be changed. */
const MOST_WINDOW = 128 * 1024 * 1024;
/**
 * The maximum number of steps without output. For a damaged block, the decoder never returns output. For a
 * good block it returns the content at once. A frame may have some empty blocks.
 */
const MOST_WAITING = 64;

/** Returns the official decoder as WebAssembly. It checks the checksums of contents. */
export async function wasmDecoder(): Promise<FrameDecoder> {
  const decoder = new ZSTDDecoder();
  await decoder.init();
  return { byBlocks: true, decode: (frame) => decode(decoder, frame) };
}

async function* decode(decoder: ZSTDDecoder, frame: Frame): AsyncGenerator<Buffer> {
  const pauses = new Pauses();
  const pushed = new Pushed(decoder);
  try {
    for await (const { bytes, last, checked, windowBytes } of frame) {
      if (windowBytes > MOST_WINDOW) throw new FrameDamage("it needs a window of more than 128 MiB");
      for (const content of pushed.push(bytes, { last, checked })) yield content;
      if (pauses.due) await pauses.pause();
    }
  } finally {
    pushed.free();
  }
}

/** Passes bytes to the decoder, which reads its input from an iterator. */
class Pushed {
  private readonly waiting: Uint8Array[] = [];
  private readonly content: Generator<Uint8Array>;
  private done = false;
  private stuck = false;

  constructor(decoder: ZSTDDecoder) {
    const { waiting } = this;
    this.content = decoder.decodeStreaming({
      *[Symbol.iterator]() {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) yield next;
      },
    });
  }

  /**
   * Returns the content of a piece. A piece of one block takes one step; the last piece of a frame takes all
   * steps up to the end.
   */
  *push(bytes: Uint8Array, { last, checked }: { last: boolean; checked: boolean }): Generator<Buffer> {
    this.waiting.push(bytes);
    if (this.waiting.length > MOST_WAITING) this.fail(DAMAGED);
    let empty = 0;
    do {
      const content = this.step();
      if (content !== null && content.length > 0) {
        empty = 0;
        yield content;
      } else {
        empty++;
      }
      if (empty > MOST_WAITING) this.fail(checked && this.waiting.length === 0 ? WRONG_CHECKSUM : DAMAGED);
    } while (last && !this.done);
  }

  /** Ends the decoder. It frees its memory at the end of its input. */
  free(): void {
    this.waiting.length = 0;
    for (let steps = 0; !this.done && !this.stuck && steps < MOST_WAITING; steps++) {
      try {
        this.step();
      } catch (error) {
        if (!(error instanceof FrameDamage)) throw error;
        this.done = true;
      }
    }
  }

  private step(): Buffer | null {
    let next: IteratorResult<Uint8Array>;
    try {
      next = this.content.next();
    } catch (error) {
      this.done = true;
      throw new FrameDamage(DAMAGED, { cause: error });
    }
    this.done = next.done === true;
    if (next.done) return null;
    const { buffer, byteOffset, byteLength } = next.value;
    return Buffer.from(buffer, byteOffset, byteLength);
  }

  private fail(reason: string): never {
    this.stuck = true;
    throw new FrameDamage(reason);
  }
}
