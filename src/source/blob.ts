import { readSync } from "node:fs";
import type { LayerMembers } from "../image/members/members.js";
import { Damage, LimitPassed } from "./image/damage.js";
import type { Sums } from "./image/tally.js";

/** The compressions that layers are read in. */
export type ReadableCompression = "none" | "gzip" | "zstd";

/** A stretch of stored bytes: a member of an archive, a file of a folder, a blob of a registry. */
export interface Blob {
  /** Two blobs with one key have the same bytes. */
  readonly key: string;
  /** Bytes that it should have. */
  readonly size: number;
  /** Bytes that are there: fewer than `size` where the archive around it is cut. */
  readonly available: number;
  /**
   * The same bytes by position, where that is as fast as memory or a local file; else `null`. It may change from `null`
   * when a remote blob gets a local copy.
   */
  readonly seekable: SeekableBlob | null;
  /** How the bytes are compressed, where that is known though no byte is at hand. */
  readonly compression?: ReadableCompression;
  /** Remembers the layer in these bytes for the next run; without it the layer is read each time. */
  readonly memory?: LayerMemory;
  /** The layer in these bytes, where it was read while they arrived. */
  readonly arrived?: ArrivedLayer;
  /**
   * The bytes from `from` to `to` (else the end), in chunks that belong to the caller. May be called several times, and
   * a reader may stop early.
   * @throws Damage, LayerxError; the signal's reason
   */
  chunks(range: ChunkRange): AsyncIterable<Buffer>;
}

/** True where no byte is missing. */
export function isWhole({ size, available }: Pick<Blob, "size" | "available">): boolean {
  return available >= size;
}

/** Where the layer in a blob is kept between runs, under something that names the bytes of the blob. */
export interface LayerMemory {
  /** False where the headers of a plain layer are read as fast as kept ones. */
  readonly keepsPlain: boolean;
  /** `sha256:…` of the blob, if this run hashed its bytes: the diff ID of a layer that is stored plain. */
  readonly hashed?: string;
  /** The layer that an earlier run hashed and kept; `null` where there was none. */
  find(): Promise<KeptLayer | null>;
  /** @param kept with the diff ID that was hashed over the whole uncompressed stream of this blob */
  keep(kept: KeptLayer): Promise<void>;
}

export interface ChunkRange {
  /** Offset of the first byte; 0 without it. */
  readonly from?: number;
  /** Offset behind the last byte; the end of the blob without it. */
  readonly to?: number;
  /** Bytes a chunk at most, as far as the blob can choose. */
  readonly chunkBytes?: number;
  readonly signal?: AbortSignal;
}

/** Bytes at once by position: a promise for each header would cost more than the header. */
export interface SeekableBlob {
  /** Bytes that are there. */
  readonly available: number;
  /**
   * Fills `target` from `position` on as far as bytes are there, and says how far. It may stop earlier, before bytes that
   * are costly: 0 means that there are no more.
   */
  readAt(target: Buffer, position: number): number;
}

/** Where a blob lies in a file. */
export interface FilePart extends Pick<Blob, "key" | "size" | "available" | "memory" | "arrived"> {
  readonly start: number;
}

/** A stretch of an open file. The file stays open as long as the source that opened it. */
export class FileBlob implements Blob, SeekableBlob {
  readonly key: string;
  readonly size: number;
  readonly available: number;
  readonly seekable: SeekableBlob = this;
  readonly memory?: LayerMemory;
  readonly arrived?: ArrivedLayer;
  private readonly fd: number;
  private readonly start: number;

  constructor(fd: number, { key, start, size, available, memory, arrived }: FilePart) {
    this.fd = fd;
    this.key = key;
    this.start = start;
    this.size = size;
    this.available = available;
    this.memory = memory;
    this.arrived = arrived;
  }

  readAt(target: Buffer, position: number): number {
    const length = Math.max(0, Math.min(target.length, this.available - position));
    let done = 0;
    while (done < length) {
      const read = readSync(this.fd, target, done, length - done, this.start + position + done);
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

/** `Blob.chunks` of bytes that can be had by position. */
export async function* seekableChunks(
  blob: SeekableBlob,
  { from = 0, to = Number.POSITIVE_INFINITY, chunkBytes = 256 * 1024, signal }: ChunkRange,
): AsyncGenerator<Buffer> {
  const end = Math.min(to, blob.available);
  for (let position = from; position < end; ) {
    signal?.throwIfAborted();
    const chunk = Buffer.allocUnsafeSlow(Math.min(chunkBytes, end - position));
    position += blob.readAt(chunk, position);
    yield chunk;
  }
}

/** Up to `length` bytes from `from` on: fewer where the blob ends before. */
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

/** The whole of a small JSON document. @throws LimitPassed */
export async function readDocumentBytes(blob: Blob, limit: number): Promise<Buffer> {
  if (blob.size > limit) throw new LimitPassed("jsonBytes", limit);
  return readRange(blob, { from: 0, length: blob.available });
}
/** Under what the members of a layer are kept. */
export interface KeptLayer {
  /** Digest of the whole uncompressed archive. */
  readonly diffId: string;
  /** True where files that eStargz added were left out: the same archive, stored in another form, shows them. */
  readonly estargz: boolean;
}

/** A layer that is stored plain, read while its blob arrived. */
export interface ArrivedLayer extends KeptLayer {
  readonly members: LayerMembers;
  /** What it counts against the limits. */
  readonly sums: Sums;
  /** Bytes behind the end of the archive that are not zeros. */
  readonly behind: number;
}
