import { randomBytes } from "node:crypto";
import { readSync } from "node:fs";
import { type FileHandle, open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fail, isSystemError } from "../errors.js";
import { escapePath, type Printable, rawPath } from "../text/escape.js";
import { writeFault } from "../text/system-words.js";
import type { Batch } from "./write-archive.js";
import { writeAll, writeParts } from "./write-parts.js";

/**
 * The part of the expected bytes after which the filesystem starts to store the file. Earlier, a larger rest is stored
 * when the file gets its name; later, less is stored while the program still works.
 */
const STORED_FROM = 0.7;

/** A file that has its name only when it is complete. */
export class OutputFile {
  readonly #path: string;
  readonly #part: string;
  readonly #handle: FileHandle;
  #written = 0;
  /** The number of bytes from which on the filesystem stores the file. */
  readonly #storedFrom: number;
  /** The end of the first part of storing; `null` before it starts. */
  #stored: Promise<void> | null = null;
  /** The end of closing the temporary file; `null` while the file is written. */
  #closed: Promise<void> | null = null;

  private constructor(path: string, part: string, handle: FileHandle, storedFrom: number) {
    this.#path = path;
    this.#part = part;
    this.#handle = handle;
    this.#storedFrom = storedFrom;
  }

  /**
   * Opens a temporary file beside `path`, or beside the target of `path` if it is a symlink.
   * @param expected about how many bytes it will have
   * @throws LayerxError `output-failed`.
   */
  static async create(path: string, expected: number): Promise<OutputFile> {
    return explained(path, async () => {
      const replaced = await realpath(path).catch(() => null);
      const target = replaced ?? path;
      const part = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString("hex")}.part`);
      const handle = await open(part, "wx+", 0o666);
      if (replaced === null) return new OutputFile(target, part, handle, Infinity);
      // ext4 stores a file when it replaces another one, and `keep` would wait for that. A truncated file is stored
      // when any of its descriptors is closed, too: see `#startStoring`.
      await handle.truncate(0);
      return new OutputFile(target, part, handle, STORED_FROM * expected);
    });
  }

  /** Returns the path of the temporary file. */
  get part(): string {
    return this.#part;
  }

  /** Returns the descriptor, for reading bytes that were written. */
  get fd(): number {
    return this.#handle.fd;
  }

  /** Returns the number of bytes so far. */
  get bytes(): number {
    return this.#written;
  }

  /**
   * Writes all parts at once. Writing is synchronous: copying into the page cache takes less time than waking
   * a thread.
   */
  write(parts: Batch): void {
    explainedNow(this.#path, () => {
      this.#written += writeParts(this.#handle.fd, parts);
    });
    if (this.#written >= this.#storedFrom) this.#startStoring();
  }

  /** Writes bytes in place of earlier ones. */
  replace(bytes: Uint8Array, position: number): void {
    explainedNow(this.#path, () => writeAll(this.#handle.fd, bytes, position));
  }

  /** Fills `target` with bytes that were written before. */
  read(target: Uint8Array, position: number): void {
    explainedNow(this.#path, () => {
      for (let done = 0; done < target.length; ) {
        const read = readSync(this.#handle.fd, target, done, target.length - done, position + done);
        if (read === 0)
          fail("output-failed", {
            path: this.#shown,
            reason: "the file became shorter",
            next: "write to another place",
          });
        done += read;
      }
    });
  }

  /** Starts to close the temporary file. Nothing can be written after this. */
  complete(): void {
    this.#closed ??= this.#handle.close();
    // `keep` reports the error.
    this.#closed.catch(() => undefined);
  }

  /** Renames the file to its path. */
  async keep(): Promise<void> {
    await explained(this.#path, async () => {
      this.complete();
      await this.#stored;
      await this.#closed;
      await rename(this.#part, this.#path);
    });
  }

  /** Removes the temporary file. */
  async discard(): Promise<void> {
    await Promise.allSettled([this.#stored, this.#closed ?? this.#handle.close()]);
    await rm(this.#part, { force: true });
  }

  /** Lets the filesystem store the bytes so far, once. */
  #startStoring(): void {
    if (this.#stored !== null) return;
    this.#stored = open(this.#part).then((other) => other.close());
    // `keep` reports the error.
    this.#stored.catch(() => undefined);
  }

  get #shown(): Printable {
    return escapePath(rawPath(this.#path));
  }
}

/** Returns true if the path is a pipe or a device, which must be written without replacing it. */
export async function isSpecial(path: string): Promise<boolean> {
  const there = await stat(path).catch(() => null);
  return there !== null && !there.isFile() && !there.isDirectory();
}

/**
 * Writes all batches to a file that has its name only when it is complete, or to a pipe or a device.
 * @param expected about how many bytes they have
 * @returns the number of bytes
 * @throws as `OutputFile`, and as `batches`.
 */
export async function writeFileWhole(
  path: string,
  batches: AsyncIterable<Batch>,
  expected: number,
): Promise<number> {
  if (await isSpecial(path)) return writeSpecial(path, batches);
  const file = await OutputFile.create(path, expected);
  try {
    for await (const batch of batches) file.write(batch);
    await file.keep();
    return file.bytes;
  } catch (error) {
    await file.discard();
    throw error;
  }
}

async function writeSpecial(path: string, batches: AsyncIterable<Batch>): Promise<number> {
  const handle = await explained(path, () => open(path, "w"));
  let bytes = 0;
  try {
    for await (const batch of batches) {
      explainedNow(path, () => {
        bytes += writeParts(handle.fd, batch);
      });
    }
    return bytes;
  } finally {
    await handle.close();
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
  return fail("output-failed", { path: escapePath(rawPath(path)), ...writeFault(error) }, error);
}
