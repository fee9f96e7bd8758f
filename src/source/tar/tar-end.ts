import { Pauses } from "../../pauses.js";
import type { SeekableBlob } from "../blob.js";

const ZEROS = Buffer.alloc(512 * 1024);

/**
 * The maximum number of non-zero bytes after the end of an archive without a warning. Padding and marks of
 * tools are smaller.
 */
export const MOST_BEHIND = 1024 * 1024;

/** Counts bytes that are not zeros, up to a little more than `MOST_BEHIND`. */
export class NonZeros {
  count = 0;

  add(bytes: Buffer): void {
    for (let at = 0; at < bytes.length && this.count <= MOST_BEHIND; at += ZEROS.length) {
      const part = bytes.subarray(at, at + ZEROS.length);
      if (part.compare(ZEROS, 0, part.length) === 0) continue;
      for (const byte of part) if (byte !== 0) this.count++;
    }
  }
}

/**
 * Reads the bytes after the end of a seekable archive.
 * @throws the signal's reason
 */
export async function nonZerosBehind(
  blob: SeekableBlob,
  from: number,
  signal?: AbortSignal,
): Promise<number> {
  const found = new NonZeros();
  const pauses = new Pauses();
  const window = Buffer.allocUnsafe(Math.min(ZEROS.length, Math.max(blob.available - from, 0)));
  for (let at = from; at < blob.available && found.count <= MOST_BEHIND; at += window.length) {
    found.add(window.subarray(0, blob.readAt(window, at)));
    if (!pauses.due) continue;
    await pauses.pause();
    signal?.throwIfAborted();
  }
  return found.count;
}
