import { closeSync, fstatSync, mkdtempSync, openSync, rmdirSync, unlinkSync, writev } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { fail, isSystemError } from "../errors.js";
import { escapePath, type Printable, rawPath } from "../text/escape.js";
import { writeFault } from "../text/system-words.js";

const writevAsync = promisify(writev);

/**
 * The number of bytes that are written at once: a write switches to another thread and back, and a socket
 * delivers 64 kB at a time.
 */
const BATCH_BYTES = 1024 * 1024;
const BATCH_CHUNKS = 512;

interface SpoolPlace {
  /** The folder for the file. */
  readonly folder: string;
  /** The name of the input, for messages. */
  readonly input: Printable;
}

/**
 * Writes chunks to a private temporary file. When this returns, the file has no name any more, so it
 * disappears when the program ends.
 * @returns the open file, which the caller closes.
 * @throws LayerxError `spool-failed`, and as `chunks`.
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
    // Reading the chunks writes them.
  }
  return { fd: kept, size: fstatSync(kept).size };
}

/**
 * Yields chunks, and writes them to such a file at the same time. `onWhole` gets the open file when all
 * chunks are written, before the reader sees the end. If the reader stops early, the file is removed.
 * @throws LayerxError `spool-failed`, and as `chunks`.
 */
export async function* spooling<Chunk extends Uint8Array>(
  chunks: AsyncIterable<Chunk>,
  { onWhole, ...place }: SpoolPlace & { onWhole(fd: number): void },
): AsyncGenerator<Chunk> {
  const file = new SpoolFile(place);
  let at = 0;
  let whole = false;
  try {
    for await (const bytes of chunks) {
      await file.add({ bytes, at });
      at += bytes.length;
      yield bytes;
    }
    await file.finish();
    whole = true;
  } finally {
    if (!whole) await file.discard();
  }
  onWhole(file.fd);
}

/** Bytes, and their offset in the file. */
export interface SpoolPart {
  readonly bytes: Uint8Array;
  readonly at: number;
}

/**
 * Such a file, which is written in the order of the offsets. Gaps between the parts take no space on the disk.
 * Many parts are written at once, while the next ones arrive. The parts must not change any more.
 */
export class SpoolFile {
  readonly fd: number;
  private readonly place: SpoolPlace;
  private pending: Uint8Array[] = [];
  private pendingAt = 0;
  private pendingBytes = 0;
  private writing: Promise<void> = Promise.resolve();

  /** @throws LayerxError `spool-failed` */
  constructor(place: SpoolPlace) {
    this.place = place;
    try {
      this.fd = privateFile(place.folder);
    } catch (error) {
      this.failed(error);
    }
  }

  /**
   * Adds a part.
   * @returns `null`, or a promise to wait for if the disk is behind. It rejects with the LayerxError
   * `spool-failed` of an earlier write.
   */
  add({ bytes, at }: SpoolPart): Promise<void> | null {
    let behind: Promise<void> | null = null;
    if (at !== this.pendingAt + this.pendingBytes) {
      behind = this.flush();
      this.pendingAt = at;
    }
    this.pending.push(bytes);
    this.pendingBytes += bytes.length;
    return this.pendingBytes < BATCH_BYTES && this.pending.length < BATCH_CHUNKS ? behind : this.flush();
  }

  /**
   * Returns when all is written. The caller closes the file.
   * @throws LayerxError `spool-failed`
   */
  async finish(): Promise<void> {
    await this.flush();
    await this.written(this.writing);
  }

  /** Closes the file when no write is running. */
  async discard(): Promise<void> {
    await Promise.allSettled([this.writing]);
    closeSync(this.fd);
  }

  /** Starts to write the pending parts. @returns when the parts before them are written */
  private flush(): Promise<void> {
    const before = this.writing;
    const { pending, pendingAt } = this;
    this.writing = before.then(() => this.write(pending, pendingAt));
    // The error is thrown when a caller waits for this write. Until then, Node must not report it as
    // unhandled.
    this.writing.catch(() => undefined);
    this.pending = [];
    this.pendingAt += this.pendingBytes;
    this.pendingBytes = 0;
    return this.written(before);
  }

  private written(write: Promise<void>): Promise<void> {
    return write.catch((error: unknown) => this.failed(error));
  }

  private async write(batch: readonly Uint8Array[], start: number): Promise<void> {
    let at = start;
    for (let left = batch.filter(({ length }) => length > 0); left.length > 0; ) {
      const { bytesWritten } = await writevAsync(this.fd, left, at);
      at += bytesWritten;
      left = behind(left, bytesWritten);
    }
  }

  private failed(error: unknown): never {
    if (!isSystemError(error)) throw error;
    const { folder, input } = this.place;
    const where = escapePath(rawPath(folder));
    fail("spool-failed", { input, folder: where, reason: writeFault(error).reason }, error);
  }
}

/** Returns the rest of chunks whose first `bytes` are written. */
function behind(chunks: readonly Uint8Array[], bytes: number): Uint8Array[] {
  let passed = 0;
  return chunks.flatMap((chunk) => {
    const from = Math.max(0, Math.min(bytes - passed, chunk.length));
    passed += chunk.length;
    return from === chunk.length ? [] : [chunk.subarray(from)];
  });
}

/** Creates a file in `folder` that only its owner can read, and removes its name at once. */
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
