import { randomBytes } from "node:crypto";
import { type FileHandle, open, realpath, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fail, isSystemError } from "../errors.js";
import { escapePath, escapeText, rawPath } from "../text/escape.js";

const BUFFER_BYTES = 1024 * 1024;

/** A file that appears at its path as a whole, or not at all. */
export class OutputFile {
  readonly #path: string;
  readonly #part: string;
  readonly #handle: FileHandle;
  readonly #buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  #filled = 0;
  /** The write that was begun last. */
  #pending: Promise<void> = Promise.resolve();

  private constructor(path: string, part: string, handle: FileHandle) {
    this.#path = path;
    this.#part = part;
    this.#handle = handle;
  }

  /**
   * Opens a temporary file beside `path`, links followed.
   * @throws LayerxError `output-failed`.
   */
  static async create(path: string): Promise<OutputFile> {
    return explained(path, async () => {
      const target = await realpath(path).catch(() => path);
      const part = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString("hex")}.part`);
      return new OutputFile(target, part, await open(part, "wx+", 0o666));
    });
  }

  /** Where the bytes are until `keep`. */
  get part(): string {
    return this.#part;
  }

  /** Small chunks are collected. The chunk must stay as it is until the next call: it is written beside what the caller does. */
  async write(chunk: Uint8Array): Promise<void> {
    await explained(this.#path, async () => {
      await this.#pending;
      if (this.#filled + chunk.length <= BUFFER_BYTES && chunk.length < BUFFER_BYTES) {
        this.#buffer.set(chunk, this.#filled);
        this.#filled += chunk.length;
        return;
      }
      const collected = this.#buffer.subarray(0, this.#filled);
      this.#filled = 0;
      this.#pending = this.#writeAll(collected).then(() => this.#writeAll(chunk));
      // A failure is reported by the next call.
      this.#pending.catch(() => undefined);
    });
  }

  /** Writes what was collected to the temporary file, so that it can be read. */
  async flush(): Promise<void> {
    await explained(this.#path, () => this.#flush());
  }

  /** Gives the file its name. */
  async keep(): Promise<void> {
    await explained(this.#path, async () => {
      await this.#flush();
      await this.#handle.close();
      await rename(this.#part, this.#path);
    });
  }

  /** Removes what was written. */
  async discard(): Promise<void> {
    await this.#pending.catch(() => undefined);
    await this.#handle.close().catch(() => undefined);
    await rm(this.#part, { force: true });
  }

  async #flush(): Promise<void> {
    await this.#pending;
    const filled = this.#buffer.subarray(0, this.#filled);
    this.#filled = 0;
    await this.#writeAll(filled);
  }

  async #writeAll(bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      done += (await this.#handle.write(bytes, done)).bytesWritten;
    }
  }
}

/** Writes all chunks to a file that appears as a whole or not at all. @throws as `OutputFile`, and what `chunks` throws. */
export async function writeFileWhole(path: string, chunks: AsyncIterable<Uint8Array>): Promise<number> {
  const file = await OutputFile.create(path);
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      await file.write(chunk);
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
    if (!isSystemError(error)) throw error;
    const reason = error.code === "ENOSPC" ? "the disk is full" : escapeText(error.message.split(", ")[0]);
    return fail("output-failed", { path: escapePath(rawPath(path)), reason }, error);
  }
}
