import { closeSync, fstatSync, mkdtempSync, openSync, rmdirSync, unlinkSync, write } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { fail, isSystemError } from "../errors.js";
import { escapePath, escapeText, type Printable, rawPath } from "../text/escape.js";

const writeAsync = promisify(write);

interface SpoolPlace {
  /** Folder for the file. */
  readonly folder: string;
  /** What is spooled, for messages. */
  readonly input: Printable;
}

/**
 * Writes chunks to a private temporary file that has no name any more when this returns: whatever ends the
 * program removes it. Gives the open file; closing it is the caller's.
 * @throws LayerxError `spool-failed`, and what `chunks` throws.
 */
export async function spool(
  chunks: AsyncIterable<Uint8Array>,
  place: SpoolPlace,
): Promise<{ fd: number; size: number }> {
  let kept = -1;
  const keep = (fd: number) => {
    kept = fd;
  };
  for await (const _ of spooling(chunks, { ...place, onWhole: keep })) {
    // Reading them writes them.
  }
  return { fd: kept, size: fstatSync(kept).size };
}

/**
 * Passes chunks on, and writes them to such a file on the way. `onWhole` gets the open file once all are written, before
 * the reader sees the end; of a reader that stops early nothing is left.
 * @throws LayerxError `spool-failed`, and what `chunks` throws.
 */
export async function* spooling<Chunk extends Uint8Array>(
  chunks: AsyncIterable<Chunk>,
  { folder, input, onWhole }: SpoolPlace & { onWhole(fd: number): void },
): AsyncGenerator<Chunk> {
  const failed = (error: unknown): never => {
    if (!isSystemError(error)) throw error;
    const where = escapePath(rawPath(folder));
    const reason = error.code === "ENOSPC" ? "the disk is full" : escapeText(error.message);
    fail("spool-failed", { input, folder: where, reason }, error);
  };
  let fd = -1;
  try {
    fd = privateFile(folder);
  } catch (error) {
    failed(error);
  }
  let whole = false;
  try {
    for await (const chunk of chunks) {
      for (let done = 0; done < chunk.length; ) {
        done += (await writeAsync(fd, chunk, done).catch(failed)).bytesWritten;
      }
      yield chunk;
    }
    whole = true;
  } finally {
    if (!whole) closeSync(fd);
  }
  onWhole(fd);
}

/** A new file below `folder`, readable by its owner only, and unlinked at once. */
function privateFile(folder: string): number {
  const own = mkdtempSync(join(folder, "layerx-"));
  try {
    const path = join(own, "spool");
    const fd = openSync(path, "wx+", 0o600);
    unlinkSync(path);
    return fd;
  } finally {
    rmdirSync(own);
  }
}
