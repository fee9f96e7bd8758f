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
export const ENTRY_KINDS = ["rows", "paths", "tree", "document", "map"] as const;
export const TAG_NAME = "CACHEDIR.TAG";
const TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# This folder is a cache of layerx.\n";
const MAGIC = Buffer.from("layerx-1");
const DIGEST_BYTES = 32;
/** The size of magic and digest, padded to a multiple of 8, so that columns in the body are aligned. */
const HEAD_BYTES = 64;
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

  /** Returns the bytes of an entry. They begin at a multiple of 8 in memory. */
  async get(name: string): Promise<Buffer | null> {
    if (!(await this.isUsable())) return null;
    const path = join(this.folder, name);
    const found = await this.quietly(async () => readWhole(path));
    if (found === null) return null;
    const { bytes: whole, usedMs } = found;
    const body = whole.subarray(HEAD_BYTES);
    const digest = createHash("sha256").update(body).digest();
    const right = whole.length >= HEAD_BYTES && whole.subarray(0, MAGIC.length).equals(MAGIC);
    if (!right || !whole.subarray(MAGIC.length, MAGIC.length + DIGEST_BYTES).equals(digest)) {
      await this.drop(name, "it is damaged");
      return null;
    }
    await this.noteUse(path, usedMs);
    return body;
  }

  /** Returns true if there is an entry of that name, whatever its content is. */
  async has(name: string): Promise<boolean> {
    return (
      (await this.isUsable()) && statSync(join(this.folder, name), { throwIfNoEntry: false }) !== undefined
    );
  }

  /** @returns true if the entry was written. */
  async put(name: string, body: Uint8Array): Promise<boolean> {
    if (body.length > MOST_BYTES || !(await this.made())) return false;
    const path = join(this.folder, name);
    const temporary = `${path}.${this.options.pid}.${randomBytes(8).toString("hex")}.tmp`;
    const head = Buffer.alloc(HEAD_BYTES);
    MAGIC.copy(head);
    createHash("sha256").update(body).digest().copy(head, MAGIC.length);
    const done = await this.quietly(async () => {
      const file = await open(temporary, "wx", 0o600);
      try {
        await file.writeFile(head);
        await file.writeFile(body);
      } finally {
        await file.close();
      }
      await rename(temporary, path);
      return true;
    });
    if (done === null) await this.quietly(() => unlink(temporary), { silent: true });
    else this.writtenBytes += HEAD_BYTES + body.length;
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

/**
 * Reads a regular file into new memory, with the time of its last use. Synchronous: switching threads for
 * each step takes longer than reading a few megabytes.
 */
function readWhole(path: string): { bytes: Buffer; usedMs: number } | null {
  const fd = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const found = fstatSync(fd);
    if (!found.isFile() || found.size > MOST_BYTES) return null;
    const whole = Buffer.allocUnsafeSlow(found.size);
    let done = 0;
    for (let read = -1; done < whole.length && read !== 0; done += read) {
      read = readSync(fd, whole, done, whole.length - done, done);
    }
    return { bytes: whole.subarray(0, done), usedMs: found.mtimeMs };
  } finally {
    closeSync(fd);
  }
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
