import { createHash, randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  type Stats,
  statSync,
  utimesSync,
} from "node:fs";
import { chmod, mkdir, open, rename, stat, unlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isSystemError } from "../../errors.js";

/**
 * Changed when the format of an entry, or the reading of a header, changes. Entries of other versions are
 * never read.
 */
export const VERSION = "v6";
/** The kinds of entries. The name of an entry is its kind, `-`, and 64 hex digits. */
export const ENTRY_KINDS = ["layer", "tree", "document", "map"] as const;
export const TAG_NAME = "CACHEDIR.TAG";
const TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# This folder is a cache of layerx.\n";
const MAGIC = Buffer.from("layerx-1");
const DIGEST_BYTES = 32;
/** The offsets in the head: magic, digest and length of the first part, digest of the second part. */
const FIRST_DIGEST = MAGIC.length;
const FIRST_LENGTH = FIRST_DIGEST + DIGEST_BYTES;
const SECOND_DIGEST = FIRST_LENGTH + 8;
/** The size of the head: a multiple of 8, so that columns behind it are aligned. */
const HEAD_BYTES = SECOND_DIGEST + DIGEST_BYTES;
const NOTHING = new Uint8Array(0);
const HOUR_MS = 3_600_000;
const MOST_BYTES = 1024 * 1024 * 1024;

export interface StoreOptions {
  readonly folder: string;
  /** The ID of the user. A folder of another user is not used. */
  readonly uid: number | undefined;
  /** The ID of the process, for names of temporary files. */
  readonly pid: number;
  /** Returns milliseconds since 1970. */
  now(): number;
  /** Prints why something was not read or written, for `--debug`. */
  debug(line: string): void;
}

/** The bytes of an entry. Each part begins at a multiple of 8 in memory if the length of the first one is such a multiple. */
export interface EntryParts {
  readonly first: Buffer;
  /** Empty if it was not requested. */
  readonly second: Buffer;
}

/**
 * Immutable entries in one folder, one file each. Errors of the disk are never thrown: an entry that cannot
 * be read is missing, and an entry that cannot be written is not kept.
 */
export class Store {
  /** The folder of the entries. */
  readonly folder: string;
  /** The number of bytes that this process wrote. */
  writtenBytes = 0;
  private readonly root: string;
  private readonly options: StoreOptions;
  private readonly said = new Set<string>();
  private usable: Promise<boolean> | null = null;
  private ours = false;

  constructor(options: StoreOptions) {
    this.options = options;
    this.root = options.folder;
    this.folder = join(options.folder, VERSION);
  }

  /** Returns the first part of an entry. */
  async get(name: string): Promise<Buffer | null> {
    return (await this.parts(name, { second: false }))?.first ?? null;
  }

  /** Returns an entry. Without `second`, only the first part is read. */
  async parts(name: string, { second }: { readonly second: boolean }): Promise<EntryParts | null> {
    if (!(await this.isUsable())) return null;
    const path = join(this.folder, name);
    const found = await this.quietly(async () => readEntry(path, { second }));
    if (found === null) return null;
    if (found.parts === null) await this.drop(name, "it is damaged");
    else await this.noteUse(path, found.usedMs);
    return found.parts;
  }

  /** Returns true if there is an entry of that name, whatever its content is. */
  async has(name: string): Promise<boolean> {
    return (
      (await this.isUsable()) && statSync(join(this.folder, name), { throwIfNoEntry: false }) !== undefined
    );
  }

  /** @returns true if the entry was written. */
  async put(name: string, first: Uint8Array, second: Uint8Array = NOTHING): Promise<boolean> {
    const bytes = HEAD_BYTES + first.length + second.length;
    if (bytes > MOST_BYTES || !(await this.made())) return false;
    const path = join(this.folder, name);
    const temporary = `${path}.${this.options.pid}.${randomBytes(8).toString("hex")}.tmp`;
    const head = Buffer.alloc(HEAD_BYTES);
    MAGIC.copy(head);
    digestOf(first).copy(head, FIRST_DIGEST);
    head.writeDoubleLE(first.length, FIRST_LENGTH);
    digestOf(second).copy(head, SECOND_DIGEST);
    const done = await this.quietly(async () => {
      const file = await open(temporary, "wx", 0o600);
      try {
        for (const part of [head, first, second]) await file.writeFile(part);
      } finally {
        await file.close();
      }
      await rename(temporary, path);
      return true;
    });
    if (done === null) await this.quietly(() => unlink(temporary), { silent: true });
    else this.writtenBytes += bytes;
    return done === true;
  }

  /** Removes an invalid entry. */
  async drop(name: string, reason: string): Promise<void> {
    this.say(`${name} is removed: ${reason}`);
    await this.quietly(() => unlink(join(this.folder, name)));
  }

  /**
   * Returns true if the folder exists and belongs to this user. Only a positive answer is remembered, because
   * the folder may be created later, also by another process.
   */
  async isUsable(): Promise<boolean> {
    if (!this.ours && (await this.isOurs())) this.ours = true;
    return this.ours;
  }

  /** Returns true if the folder exists and belongs to this user. */
  private async isOurs(): Promise<boolean> {
    const found = await this.quietly(async () => {
      const [root, own] = [statSync(this.root), lstatSync(this.folder)];
      if (!own.isDirectory()) this.say(`${this.folder} is not used: it is not a folder`);
      return own.isDirectory() && this.isOfUser(root) && this.isOfUser(own);
    });
    return found === true;
  }

  private isOfUser({ uid: owner }: Stats): boolean {
    const { uid } = this.options;
    if (uid === undefined || owner === uid) return true;
    this.say(`${this.root} is not used: it belongs to the user ${owner}`);
    return false;
  }

  /** Creates the folder if needed. */
  private made(): Promise<boolean> {
    this.usable ??= (async () => {
      const done = await this.quietly(async () => {
        await makeFolders(this.root);
        if (!this.isOfUser(await stat(this.root))) return false;
        await makeFolder(this.folder);
        await this.quietly(() => writeFile(join(this.root, TAG_NAME), TAG, { flag: "wx", mode: 0o600 }), {
          silent: true,
        });
        return true;
      });
      this.ours = done === true && (await this.isOurs());
      return this.ours;
    })();
    return this.usable;
  }

  /** Records that an entry was used, at most once an hour, because each record is a write. */
  private async noteUse(path: string, usedMs: number): Promise<void> {
    const now = this.options.now();
    if (now - usedMs > HOUR_MS) await this.quietly(async () => utimesSync(path, now / 1000, now / 1000));
  }

  private async quietly<T>(work: () => Promise<T>, { silent = false } = {}): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (!isSystemError(error)) throw error;
      if (error.code !== "ENOENT" && !silent) this.say(error.message);
      return null;
    }
  }

  /** Prints a line for `--debug`, but each line only once. */
  private say(line: string): void {
    if (!this.said.has(line)) this.options.debug(`cache: ${line}`);
    this.said.add(line);
  }
}

interface FoundEntry {
  /** `null` if the entry is damaged. */
  readonly parts: EntryParts | null;
  /** The time of its last use, in milliseconds since 1970. */
  readonly usedMs: number;
}

/**
 * Reads an entry. Synchronous: switching threads for each step takes longer than reading a few megabytes.
 * @returns `null` for something other than a regular file
 */
function readEntry(path: string, { second }: { readonly second: boolean }): FoundEntry | null {
  const fd = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const found = fstatSync(fd);
    if (!found.isFile() || found.size > MOST_BYTES) return null;
    return { parts: readParts(fd, found.size, second), usedMs: found.mtimeMs };
  } finally {
    closeSync(fd);
  }
}

/** Reads the parts of an entry of `size` bytes; `null` if they are damaged. */
function readParts(fd: number, size: number, withSecond: boolean): EntryParts | null {
  const head = readAt(fd, 0, Math.min(size, HEAD_BYTES));
  if (head.length < HEAD_BYTES || !head.subarray(0, MAGIC.length).equals(MAGIC)) return null;
  const length = head.readDoubleLE(FIRST_LENGTH);
  if (!Number.isSafeInteger(length) || length < 0 || HEAD_BYTES + length > size) return null;
  const both = readAt(fd, HEAD_BYTES, withSecond ? size - HEAD_BYTES : length);
  const [first, second] = [both.subarray(0, length), both.subarray(length)];
  const isDigest = (bytes: Buffer, at: number) =>
    digestOf(bytes).equals(head.subarray(at, at + DIGEST_BYTES));
  if (!isDigest(first, FIRST_DIGEST) || (withSecond && !isDigest(second, SECOND_DIGEST))) return null;
  return { first, second };
}

/** Reads a range into new memory. It is shorter if the file is. */
function readAt(fd: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(length);
  let done = 0;
  for (let read = -1; done < length && read !== 0; done += read) {
    read = readSync(fd, bytes, done, length - done, position + done);
  }
  return bytes.subarray(0, done);
}

function digestOf(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}

/**
 * Creates folders one by one: Node's own `recursive` never returns below some folders, such as those of /proc
 * (20.20).
 */
async function makeFolders(folder: string): Promise<void> {
  const missing: string[] = [];
  for (let at = folder; !(await isThere(at)); at = dirname(at)) {
    missing.push(at);
    if (dirname(at) === at) break;
  }
  for (const path of missing.reverse()) await makeFolder(path);
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return false;
    throw error;
  }
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
    // The umask may have removed bits that the owner needs.
    await chmod(path, 0o700);
  } catch (error) {
    if (!isSystemError(error) || error.code !== "EEXIST") throw error;
  }
}
