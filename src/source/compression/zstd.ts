import type { Blob } from "../blob.js";
import { Damage, LimitPassed } from "../damage.js";
import type { Limits } from "../limits.js";
import type { Taken } from "./gzip.js";
import { type FramePiece, ZstdFrames } from "./zstd-frames.js";

export interface UnzstdOptions {
  readonly taken: Taken;
  readonly limits: Limits;
  readonly signal?: AbortSignal;
}

/** The pieces of one frame, in order. */
export type Frame = AsyncIterable<FramePiece>;

export interface FrameDecoder {
  /**
   * True for a decoder that expands a whole piece at once, and so needs one block in each piece. It may need a
   * piece after it requests the next one.
   */
  readonly byBlocks: boolean;
  /**
   * Yields the content of one frame.
   * @throws FrameDamage, and errors of the frame's pieces
   */
  decode(frame: Frame): AsyncGenerator<Buffer>;
}

/** A frame that cannot be decompressed. The caller adds its place. */
export class FrameDamage extends Error {
  override readonly name = "FrameDamage";
}

/** Each chunk switches to another thread and back, so small chunks take more time. */
const CHUNK_BYTES = 2 * 1024 * 1024;
/** A decoder by blocks runs in this thread: larger chunks only take memory. */
const BLOCK_CHUNK_BYTES = 512 * 1024;

export const DAMAGED = "the zstd data is damaged";
export const WRONG_CHECKSUM = "the checksum of a zstd frame does not match";

/**
 * Yields the bytes of all frames of a zstd blob; skippable frames are skipped. The blob is split into frames
 * here and they are decoded one by one: Node's own decoder loses frames when it gets several, and treats an
 * end of input between two blocks as the end of the frame.
 * @throws Damage, LimitPassed
 */
export async function* unzstd(blob: Blob, options: UnzstdOptions): AsyncGenerator<Buffer> {
  const { taken } = options;
  const { decode, byBlocks } = await frameDecoder();
  const pieces = piecesOf(blob, byBlocks, options);
  try {
    for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
      yield* decode(frameFrom(next.value, pieces));
    }
  } catch (error) {
    throw error instanceof FrameDamage
      ? new Damage("corrupt", taken.bytes, error.message, error.cause)
      : error;
  } finally {
    await pieces.return(undefined);
  }
}

/**
 * Returns Node's own decoder from 22.15 on; otherwise the official one as WebAssembly, which has half the
 * speed.
 */
async function frameDecoder(): Promise<FrameDecoder> {
  const native = (await import("./zstd-native.js")).nativeDecoder();
  return native ?? (await import("./zstd-wasm.js")).wasmDecoder();
}

async function* piecesOf(
  blob: Blob,
  byBlocks: boolean,
  { taken, limits, signal }: UnzstdOptions,
): AsyncGenerator<FramePiece> {
  const frames = new ZstdFrames({ byBlocks });
  for await (const chunk of blob.chunks({
    chunkBytes: byBlocks ? BLOCK_CHUNK_BYTES : CHUNK_BYTES,
    reuse: !byBlocks,
    signal,
  })) {
    for (const piece of frames.pieces(chunk)) {
      if (piece.windowBytes > limits.zstdWindow) throw new LimitPassed("zstdWindow", limits.zstdWindow);
      yield piece;
    }
    taken.bytes += chunk.length;
    signal?.throwIfAborted();
  }
  if (!frames.atEnd) throw new Damage("truncated", blob.available, "the zstd data ends within a frame");
}

/** Yields one frame of several: its first piece, and the next ones up to its last. */
async function* frameFrom(first: FramePiece, pieces: AsyncGenerator<FramePiece>): AsyncGenerator<FramePiece> {
  let piece = first;
  yield piece;
  while (!piece.last) {
    const next = await pieces.next();
    if (next.done) return;
    piece = next.value;
    yield piece;
  }
}
