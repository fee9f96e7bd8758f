import { fail } from "../../errors.js";
import type { Blob, ReadableCompression, SeekableBlob } from "../blob.js";
import { Damage } from "../damage.js";
import type { TallyPart } from "../tally.js";
import { freeEnd } from "./chunk-memory.js";
import { gunzip } from "./gzip.js";
import { unzstd } from "./zstd.js";

export type Compression = ReadableCompression | "bzip2" | "xz";

const MAGIC: readonly (readonly [Compression, readonly number[]])[] = [
  ["gzip", [0x1f, 0x8b]],
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd]],
  ["bzip2", [0x42, 0x5a, 0x68]],
  ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
];

/** Returns the compression of bytes by their magic bytes, never by a name or media type. */
export function sniff(head: Buffer): Compression {
  for (const [compression, magic] of MAGIC) {
    if (magic.every((byte, i) => head[i] === byte)) return compression;
  }
  const skippable = (head[0] & 0xf0) === 0x50 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18;
  return skippable ? "zstd" : "none";
}

export function sniffBlob(blob: SeekableBlob): Compression {
  const head = Buffer.alloc(6);
  blob.readAt(head, 0);
  return sniff(head);
}

/**
 * Returns the compression if it can be read.
 * @throws LayerxError `compression-unsupported`
 */
export function readable(compression: Compression, where: string): ReadableCompression {
  if (compression === "bzip2" || compression === "xz")
    fail("compression-unsupported", { where, kind: compression });
  return compression;
}

export interface DecompressOptions {
  /** Counts the uncompressed bytes. */
  readonly tally: TallyPart;
  /** Called with the number of stored bytes that were read so far. */
  onProgress?(storedBytes: number): void;
  /** True if the caller needs a chunk only until it requests the next one. Its memory is then freed, if it was not passed on. */
  readonly reuse?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Yields the uncompressed bytes of a blob, in chunks of up to 2 MiB. They belong to the caller, who may also pass their
 * memory to another thread.
 * @throws Damage (with the stored offset) if compressed data is truncated or corrupt; LimitPassed; the
 * signal's reason.
 */
export async function* decompress(
  blob: Blob,
  compression: "gzip" | "zstd",
  { tally, onProgress, reuse = false, signal }: DecompressOptions,
): AsyncGenerator<Buffer> {
  const taken = { bytes: 0 };
  const chunks =
    compression === "gzip"
      ? gunzip(blob, { taken, signal })
      : unzstd(blob, { taken, signal, limits: tally.limits });
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    tally.add("expandedBytes", chunk.length);
    onProgress?.(taken.bytes);
    yield chunk;
    if (reuse) freeEnd(chunk);
  }
  if (blob.available < blob.size) {
    throw new Damage("truncated", blob.available, `${blob.size} bytes were to be stored`);
  }
}
