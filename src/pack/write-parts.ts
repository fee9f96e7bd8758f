import { writeSync, writevSync } from "node:fs";
import type { Batch } from "./write-archive.js";

/** Writes parts to a file, at its position. Returns the number of their bytes. */
export function writeParts(fd: number, parts: Batch): number {
  const bytes = parts.reduce((sum, { length }) => sum + length, 0);
  if (bytes === 0) return 0;
  const done = writevSync(fd, parts);
  // The rest fails with the reason, for example because the disk is full.
  if (done < bytes) writeAll(fd, Buffer.concat(parts).subarray(done), null);
  return bytes;
}

/**
 * Writes bytes to a file.
 * @param position `null`: the position of the file
 */
export function writeAll(fd: number, bytes: Uint8Array, position: number | null): void {
  for (let done = 0; done < bytes.length; ) {
    const at = position === null ? null : position + done;
    done += writeSync(fd, bytes, done, bytes.length - done, at);
  }
}
