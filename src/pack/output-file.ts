import { randomBytes } from "node:crypto";
import { writeSync } from "node:fs";
import { type FileHandle, open, realpath, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fail, isSystemError } from "../errors.js";
import { escapePath, escapeText, rawPath } from "../text/escape.js";

const BUFFER_BYTES = 256 * 1024;

/** A file that has its name only when it is complete. */
export class OutputFile {
  readonly #path: string;
  readonly #part: string;
  readonly #handle: FileHandle;
  readonly #buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  #filled = 0;
  /** The end of closing the temporary file; `null` while the file is written. */
  #closed: Promise<void> | null = null;

  private constructor(path: string, part: string, handle: FileHandle) {
    this.#path = path;
    this.#part = part;
    this.#handle = handle;
  }

  /**
   * Opens a temporary file beside `path`, or beside the target of `path` if it is a symlink.
   * @throws LayerxError `output-failed`.
   */
  static async create(path: string): Promise<OutputFile> {
    return explained(path, async () => {
      const target = await realpath(path).catch(() => path);
      const part = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString("hex")}.part`);
      const handle = await open(part, "wx+", 0o666);
      // ext4 starts to store a truncated file when it is closed. Any other file is stored only when it
      // replaces a file: see `complete`.
      await handle.truncate(0);
      return new OutputFile(target, part, handle);
    });
  }

  /** Returns the path of the temporary file. */
  get part(): string {
    return this.#part;
  }

  /**
   * Writes a chunk. Small chunks are collected. Writing is synchronous: copying into the page cache takes
   * less time than waking a thread.
   */
  write(chunk: Uint8Array): void {
    explainedNow(this.#path, () => {
      if (this.#filled + chunk.length <= BUFFER_BYTES) {
        this.#buffer.set(chunk, this.#filled);
        this.#filled += chunk.length;
        return;
      }
      this.#flush();
      this.#writeAll(chunk);
    });
  }

  /**
   * Writes the collected chunks to the temporary file, so that it can be read, and starts to close it: the
   * filesystem then starts to store the bytes while they are checked. Nothing can be written after this.
   */
  complete(): void {
    explainedNow(this.#path, () => this.#flush());
    this.#closed ??= this.#handle.close();
    // `keep` reports the error.
    this.#closed.catch(() => undefined);
  }

  /** Renames the file to its path. */
  async keep(): Promise<void> {
    await explained(this.#path, async () => {
      this.complete();
      await this.#closed;
      await rename(this.#part, this.#path);
    });
  }

  /** Removes the temporary file. */
  async discard(): Promise<void> {
    await (this.#closed ?? this.#handle.close()).catch(() => undefined);
    await rm(this.#part, { force: true });
  }

  #flush(): void {
    const filled = this.#buffer.subarray(0, this.#filled);
    this.#filled = 0;
    this.#writeAll(filled);
  }

  #writeAll(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#handle.fd, bytes, done);
  }
}

/**
 * Writes all chunks to a file that has its name only when it is complete.
 * @throws as `OutputFile`, and as `chunks`.
 */
export async function writeFileWhole(path: string, chunks: AsyncIterable<Uint8Array>): Promise<number> {
  const file = await OutputFile.create(path);
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      file.write(chunk);
    }
    await file.keep();
    return bytes;
  } catch (error) {
    await file.discard();
    throw error;
  }
}

async function explained<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    return explain(path, error);
  }
}

function explainedNow(path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    explain(path, error);
  }
}

function explain(path: string, error: unknown): never {
  if (!isSystemError(error)) throw error;
  const reason = error.code === "ENOSPC" ? "the disk is full" : escapeText(error.message.split(", ")[0]);
  return fail("output-failed", { path: escapePath(rawPath(path)), reason }, error);
}
