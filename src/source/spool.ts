import { closeSync, fstatSync, mkdtempSync, openSync, rmdirSync, unlinkSync, writev } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { fail, isSystemError } from "../errors.js";
import { escapePath, escapeText, type Printable, rawPath } from "../text/escape.js";

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

/** Bytes, and their offset in the file. */
export interface SpoolPart {
  readonly bytes: Uint8Array;
  readonly at: number;
}

/**
 * Writes parts to such a file, in the order of their offsets. Gaps between them take no space on the disk.
 * @returns the open file.
 * @throws as `spool`
 */
export async function spoolParts(parts: AsyncIterable<SpoolPart>, place: SpoolPlace): Promise<number> {
  let kept = -1;
  const onWhole = (fd: number) => {
    kept = fd;
  };
  for await (const _ of writing(parts, (part) => part, { ...place, onWhole })) {
    // Reading the chunks writes them.
  }
  return kept;
}

/**
 * Yields chunks, and writes them to such a file at the same time. `onWhole` gets the open file when all
 * chunks are written, before the reader sees the end. If the reader stops early, the file is removed.
 * @throws LayerxError `spool-failed`, and as `chunks`.
 */
export function spooling<Chunk extends Uint8Array>(
  chunks: AsyncIterable<Chunk>,
  place: WholeSpool,
): AsyncGenerator<Chunk> {
  let end = 0;
  const partOf = (bytes: Chunk) => {
    const at = end;
    end += bytes.length;
    return { bytes, at };
  };
  return writing(chunks, partOf, place);
}

type WholeSpool = SpoolPlace & { onWhole(fd: number): void };

async function* writing<Item>(
  items: AsyncIterable<Item>,
  partOf: (item: Item) => SpoolPart,
  { folder, input, onWhole }: WholeSpool,
): AsyncGenerator<Item> {
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
  const writer = new BatchWriter(fd);
  let whole = false;
  try {
    for await (const item of items) {
      await writer.add(partOf(item)).catch(failed);
      yield item;
    }
    await writer.finish().catch(failed);
    whole = true;
  } finally {
    if (!whole) {
      await writer.settled();
      closeSync(fd);
    }
  }
  onWhole(fd);
}

/** Writes parts in order, many at once, while the next ones arrive. The parts must not change any more. */
class BatchWriter {
  private readonly fd: number;
  private held: Uint8Array[] = [];
  private heldAt = 0;
  private heldBytes = 0;
  private writing: Promise<void> = Promise.resolve();

  constructor(fd: number) {
    this.fd = fd;
  }

  /**
   * Adds a part. Waits if the disk is a whole batch behind.
   * @throws the error of an earlier write
   */
  async add({ bytes, at }: SpoolPart): Promise<void> {
    if (at !== this.heldAt + this.heldBytes) {
      await this.writing;
      this.start();
      this.heldAt = at;
    }
    this.held.push(bytes);
    this.heldBytes += bytes.length;
    if (this.heldBytes < BATCH_BYTES && this.held.length < BATCH_CHUNKS) return;
    await this.writing;
    this.start();
  }

  /**
   * Returns when all is written.
   * @throws the error of a write
   */
  async finish(): Promise<void> {
    await this.writing;
    this.start();
    await this.writing;
  }

  /** Returns when no write is running, so that the file can be closed. */
  async settled(): Promise<void> {
    await Promise.allSettled([this.writing]);
  }

  private start(): void {
    const batch = this.held;
    this.writing = this.write(batch, this.heldAt);
    this.held = [];
    this.heldAt += this.heldBytes;
    this.heldBytes = 0;
    // The error is thrown when the next write waits for this one. Until then, Node must not report it as
    // unhandled.
    this.writing.catch(() => undefined);
  }

  private async write(batch: readonly Uint8Array[], start: number): Promise<void> {
    let at = start;
    for (let left = batch.filter(({ length }) => length > 0); left.length > 0; ) {
      const { bytesWritten } = await writevAsync(this.fd, left, at);
      at += bytesWritten;
      left = behind(left, bytesWritten);
    }
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
