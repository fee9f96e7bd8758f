import { Decompress } from "fzstd";
import xxhash, { type XXHash, type XXHashAPI } from "xxhash-wasm";
import type { Blob } from "../blob.js";
import { Damage, LimitPassed } from "../damage.js";
import type { Limits } from "../limits.js";
import type { Taken } from "./gzip.js";
import { ZstdFrames } from "./zstd-frames.js";

export interface UnzstdOptions {
  readonly taken: Taken;
  readonly limits: Limits;
  readonly signal?: AbortSignal;
}

/**
 * The bytes of all frames of a zstd blob; skippable frames are passed over. Frames are told apart here and
 * given to fzstd one by one: on a stream it recurses frame by frame, asks for any window, and takes an end
 * between a frame's blocks for the end. Nor does it look at checksums: they are compared here (RFC 8878, 3.1.1).
 * @throws Damage, LimitPassed
 */
export async function* unzstd(blob: Blob, { taken, limits, signal }: UnzstdOptions): AsyncGenerator<Buffer> {
  const frames = new ZstdFrames();
  let out: Buffer[] = [];
  let frame: Decompress | null = null;
  let hashes: XXHashAPI | null = null;
  let hash: XXHash<bigint> | null = null;
  for await (const chunk of blob.chunks({ chunkBytes: 256 * 1024, signal })) {
    for (const piece of frames.pieces(chunk)) {
      if (piece.windowBytes > limits.zstdWindow) throw new LimitPassed("zstdWindow", limits.zstdWindow);
      if (piece.first) frame = new Decompress((data) => void out.push(asBuffer(data)));
      if (piece.first && piece.checked) hashes ??= await xxhash();
      if (piece.first) hash = piece.checked && hashes !== null ? hashes.create64() : null;
      try {
        frame?.push(piece.bytes, piece.last);
      } catch (error) {
        throw new Damage("corrupt", taken.bytes, "the zstd data is damaged", error);
      }
      for (const data of out) hash?.update(data);
      if (hash !== null && piece.last && piece.checksum !== Number(hash.digest() & 0xffff_ffffn))
        throw new Damage("corrupt", taken.bytes, "a zstd frame is not what its checksum says");
      for (const data of out) if (data.length > 0) yield data;
      out = [];
    }
    taken.bytes += chunk.length;
    signal?.throwIfAborted();
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  if (!frames.atEnd) throw new Damage("truncated", blob.available, "the zstd data ends within a frame");
}

function asBuffer(data: Uint8Array): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
