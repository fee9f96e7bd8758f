import { readSync } from "node:fs";
import type { LayerMembers } from "../image/members/members.js";
import { Damage, LimitPassed } from "./damage.js";
import type { Sums } from "./tally.js";

/** The compressions of layers that can be read. */
export type ReadableCompression = "none" | "gzip" | "zstd";

/** A range of stored bytes: a member of an archive, a file of a folder, a blob of a registry. */
export interface Blob {
  /** Blobs with the same key have the same bytes. */
  readonly key: string;
  /** The expected size in bytes. */
  readonly size: number;
  /** The available bytes: fewer than `size` if the archive is truncated. */
  readonly available: number;
  /**
   * The same bytes for random access, if that is as fast as memory or a local file; else `null`. It may
   * change from `null` when a remote blob gets a local copy.
   */
  readonly seekable: SeekableBlob | null;
  /** The compression, if it is known without reading bytes. */
  readonly compression?: ReadableCompression;
  /** The offset in the local file that the bytes are a part of. */
  readonly filePosition?: number;
  /** The cache of the layer in these bytes; without it the layer is read each time. */
  readonly memory?: LayerMemory;
  /** The layer in these bytes, if it was read while they arrived. */
  readonly arrived?: ArrivedLayer;
  /** Loads bytes that are loaded late, so that `seekable` is known. */
  prepare?(): Promise<void>;
  /**
   * Yields the bytes from `from` to `to` (default: the end), in chunks that belong to the caller. It may be
   * called several times, and a reader may stop early.
   * @throws Damage, LayerxError; the signal's reason
   */
  chunks(range: ChunkRange): AsyncIterable<Buffer>;
}

/** Returns true if no byte is missing. */
export function isWhole({ size, available }: Pick<Blob, "size" | "available">): boolean {
  return available >= size;
}

/** The cache of a blob's layer. Its key identifies the bytes of the blob. */
export interface LayerMemory {
  /** False if reading the headers of a plain layer is as fast as reading the cache. */
  readonly keepsPlain: boolean;
  /** `sha256:…` of the blob, if this run hashed its bytes: for a plain layer this is the diff ID. */
  readonly hashed?: string;
  /** The cache key of a layer whose headers were hashed: to cache it, reading the headers is enough. */
  readonly headers?: KeptLayer;
  /** Returns the layer that an earlier run hashed and cached; `null` if there is none. */
  find(): Promise<KeptLayer | null>;
  /** @param kept with the diff ID that was computed over the whole uncompressed stream of this blob */
  keep(kept: KeptLayer): Promise<void>;
}

export interface ChunkRange {
  /** The offset of the first byte; 0 by default. */
  readonly from?: number;
  /** The offset after the last byte; the end of the blob by default. */
  readonly to?: number;
  /** The maximum size of a chunk in bytes, as far as the blob can choose it. */
  readonly chunkBytes?: number;
  /**
   * True if the caller needs a chunk only until it requests the next one. The blob may then fill the same
   * memory again.
   */
  readonly reuse?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Synchronous random access to bytes: a promise for each header would take longer than reading the header.
 */
export interface SeekableBlob {
  /** The number of available bytes. */
  readonly available: number;
  /**
   * Fills `target` with bytes from `position` on, and returns their number. It may be less than requested, if
   * the next bytes are slow to read; 0 means the end.
   */
  readAt(target: Buffer, position: number): number;
}

/** The place of a blob in a file. */
export interface FilePart extends Pick<Blob, "key" | "size" | "available" | "memory" | "arrived"> {
  readonly start: number;
}

/** A range of an open file. The source that opened the file closes it. */
export class FileBlob implements Blob, SeekableBlob {
  readonly key: string;
  readonly size: number;
  readonly available: number;
  readonly seekable: SeekableBlob = this;
  readonly memory?: LayerMemory;
  readonly arrived?: ArrivedLayer;
  readonly filePosition: number;
  private readonly fd: number;

  constructor(fd: number, { key, start, size, available, memory, arrived }: FilePart) {
    this.fd = fd;
    this.key = key;
    this.filePosition = start;
    this.size = size;
    this.available = available;
    this.memory = memory;
    this.arrived = arrived;
  }

  readAt(target: Buffer, position: number): number {
    const length = Math.max(0, Math.min(target.length, this.available - position));
    let done = 0;
    while (done < length) {
      const read = readSync(this.fd, target, done, length - done, this.filePosition + position + done);
      if (read === 0) throw shorter(position + done);
      done += read;
    }
    return length;
  }

  chunks(range: ChunkRange): AsyncGenerator<Buffer> {
    return seekableChunks(this, range);
  }
}

function shorter(position: number): Damage {
  return new Damage("truncated", position, "the file became shorter while it was read");
}

/** Implements `Blob.chunks` for bytes with random access. */
export async function* seekableChunks(
  blob: SeekableBlob,
  { from = 0, to = Number.POSITIVE_INFINITY, chunkBytes = 256 * 1024, reuse = false, signal }: ChunkRange,
): AsyncGenerator<Buffer> {
  const end = Math.min(to, blob.available);
  let memory = Buffer.alloc(0);
  for (let position = from; position < end; ) {
    signal?.throwIfAborted();
    const length = Math.min(chunkBytes, end - position);
    if (!reuse || memory.length < length) memory = Buffer.allocUnsafeSlow(length);
    const chunk = memory.subarray(0, length);
    position += blob.readAt(chunk, position);
    yield chunk;
  }
}

/** Returns up to `length` bytes from `from` on: fewer if the blob ends before. */
export async function readRange(
  blob: Blob,
  { from, length, signal }: { from: number; length: number; signal?: AbortSignal },
): Promise<Buffer> {
  if (blob.seekable !== null) {
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, blob.available - from)));
    for (let done = 0; done < bytes.length; ) {
      const read = blob.seekable.readAt(bytes.subarray(done), from + done);
      if (read === 0) return bytes.subarray(0, done);
      done += read;
    }
    return bytes;
  }
  const parts: Buffer[] = [];
  for await (const chunk of blob.chunks({ from, to: from + length, signal })) parts.push(chunk);
  return Buffer.concat(parts).subarray(0, length);
}

/**
 * Returns the whole of a small JSON document.
 * @throws LimitPassed
 */
export async function readDocumentBytes(blob: Blob, limit: number): Promise<Buffer> {
  if (blob.size > limit) throw new LimitPassed("jsonBytes", limit);
  return readRange(blob, { from: 0, length: blob.available });
}
/** The key of a layer's members in the cache. */
export interface KeptLayer {
  /** The digest of the whole uncompressed archive. */
  readonly diffId: string;
  /** True if files that eStargz added were left out. The same archive in another compression shows them. */
  readonly estargz: boolean;
  /** True if `diffId` is instead the digest of the file in Podman's storage that has the headers of the layer. */
  readonly tarSplit?: boolean;
}

/** A plain layer that was read while its blob arrived. */
export interface ArrivedLayer extends KeptLayer {
  readonly members: LayerMembers;
  /** The amounts that count against the limits. */
  readonly sums: Sums;
  /** The number of bytes after the end of the archive that are not zeros. */
  readonly behind: number;
}
