import { closeSync, fstatSync, mkdtempSync, openSync, rmdirSync, unlinkSync, write } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { fail, isSystemError } from "../errors.js";
import { escapePath, escapeText, type Printable, rawPath } from "../text/escape.js";

const writeAsync = promisify(write);

/**
 * Writes chunks to a private temporary file that has no name any more when this returns: whatever ends the
 * program removes it. Gives the open file; closing it is the caller's.
 * @throws LayerxError `spool-failed`, and what `chunks` throws.
 */
export async function spool(
  chunks: AsyncIterable<Uint8Array>,
  { folder, input }: { folder: string; input: Printable },
): Promise<{ fd: number; size: number }> {
  const failed = (error: unknown): never => {
    if (!isSystemError(error)) throw error;
    const where = escapePath(rawPath(folder));
    const reason = error.code === "ENOSPC" ? "the disk is full" : escapeText(error.message);
    fail("spool-failed", { input, folder: where, reason }, error);
  };
  let fd: number;
  try {
    fd = privateFile(folder);
  } catch (error) {
    return failed(error);
  }
  try {
    for await (const chunk of chunks) {
      for (let done = 0; done < chunk.length; ) {
        done += (await writeAsync(fd, chunk, done).catch(failed)).bytesWritten;
      }
    }
    return { fd, size: fstatSync(fd).size };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
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
