import { readSync } from "node:fs";
import { Damage, LimitPassed } from "./damage.js";

/** A stretch of stored bytes: a member of an archive, a file of a folder. */
export interface Blob {
  /** Two blobs with one key have the same bytes. */
  readonly key: string;
  /** Bytes that it should have. */
  readonly size: number;
  /** Bytes that are there: fewer than `size` where the archive around it is cut. */
  readonly available: number;
  /** Fills `target` from `position` on as far as bytes are there, and says how far. */
  readAt(target: Buffer, position: number): number;
}

/** A stretch of an open file. The file stays open as long as the source that opened it. */
export class FileBlob implements Blob {
  readonly key: string;
  readonly size: number;
  readonly available: number;
  private readonly fd: number;
  private readonly start: number;

  constructor(
    fd: number,
    { key, start, size, available }: { key: string; start: number; size: number; available: number },
  ) {
    this.fd = fd;
    this.key = key;
    this.start = start;
    this.size = size;
    this.available = available;
  }

  readAt(target: Buffer, position: number): number {
    const length = Math.max(0, Math.min(target.length, this.available - position));
    let done = 0;
    while (done < length) {
      const read = readSync(this.fd, target, done, length - done, this.start + position + done);
      if (read === 0)
        throw new Damage("truncated", position + done, "the file became shorter while it was read");
      done += read;
    }
    return length;
  }
}

/** The bytes from `from` to `to` (else the end), in chunks that belong to the caller. */
export async function* chunksOf(
  blob: Blob,
  {
    from = 0,
    to = Number.POSITIVE_INFINITY,
    chunkBytes = 256 * 1024,
    signal,
  }: { from?: number; to?: number; chunkBytes?: number; signal?: AbortSignal },
): AsyncGenerator<Buffer> {
  const end = Math.min(to, blob.available);
  for (let position = from; position < end; ) {
    signal?.throwIfAborted();
    const chunk = Buffer.allocUnsafeSlow(Math.min(chunkBytes, end - position));
    position += blob.readAt(chunk, position);
    yield chunk;
  }
}

/** The whole of a small JSON document. @throws LimitPassed */
export function readDocumentBytes(blob: Blob, limit: number): Buffer {
  if (blob.size > limit) throw new LimitPassed("jsonBytes", limit);
  const bytes = Buffer.allocUnsafe(blob.available);
  blob.readAt(bytes, 0);
  return bytes;
}
