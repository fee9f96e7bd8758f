import { createHash, randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  statSync,
  utimesSync,
} from "node:fs";
import { chmod, mkdir, open, rename, stat, unlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isSystemError } from "../../errors.js";

/**
 * Raised whenever the form of an entry changes, or a header is understood in another way. Entries of other numbers are
 * never read.
 */
export const VERSION = "v3";
/** The kinds of entries: the name of an entry is its kind, `-`, and 64 hex digits. */
export const ENTRY_KINDS = ["layer", "tree", "document", "map"] as const;
export const TAG_NAME = "CACHEDIR.TAG";
const TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# This folder is a cache of layerx.\n";
const MAGIC = Buffer.from("layerx-1");
const DIGEST_BYTES = 32;
/** Magic, digest of the body, and room up to a multiple of 8, so that columns in the body are aligned. */
const HEAD_BYTES = 64;
const HOUR_MS = 3_600_000;
const MOST_BYTES = 1024 * 1024 * 1024;

export interface StoreOptions {
  readonly folder: string;
  /** Of the user; a folder of another user is not used. */
  readonly uid: number | undefined;
  /** Milliseconds since 1970. */
  now(): number;
  /** Says why something was not read or written, for `--debug`. */
  debug(line: string): void;
}

/**
 * Immutable entries in one folder, a file each. Nothing here throws for what is wrong on the disk: an entry that cannot be
 * read is missing, and one that cannot be written is lost.
 */
export class Store {
  /** The folder that has the entries. */
  readonly folder: string;
  /** Bytes of the entries that this process wrote. */
  writtenBytes = 0;
  private readonly root: string;
  private readonly options: StoreOptions;
  private usable: Promise<boolean> | null = null;
  private ours = false;

  constructor(options: StoreOptions) {
    this.options = options;
    this.root = options.folder;
    this.folder = join(options.folder, VERSION);
  }

  /** The bytes that were kept under that name; they begin at the start of their buffer's memory or at a multiple of 8. */
  async get(name: string): Promise<Buffer | null> {
    if (!(await this.readable())) return null;
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

  /** True where there is an entry of that name, whatever is in it. */
  async has(name: string): Promise<boolean> {
    return (
      (await this.readable()) && statSync(join(this.folder, name), { throwIfNoEntry: false }) !== undefined
    );
  }

  /** @returns true where the entry was written. */
  async put(name: string, body: Uint8Array): Promise<boolean> {
    if (body.length > MOST_BYTES || !(await this.made())) return false;
    const path = join(this.folder, name);
    const temporary = `${path}.${randomBytes(8).toString("hex")}.tmp`;
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

  /** Removes an entry that is not what it should be. */
  async drop(name: string, reason: string): Promise<void> {
    this.options.debug(`cache: ${name} is removed: ${reason}`);
    await this.quietly(() => unlink(join(this.folder, name)));
  }

  /** A folder that is not there yet may be made later, by this process or another one: only a yes is remembered. */
  private async readable(): Promise<boolean> {
    if (!this.ours && (await this.isOurs())) this.ours = true;
    return this.ours;
  }

  /** True where the folder is there, and of this user. */
  private async isOurs(): Promise<boolean> {
    const { uid } = this.options;
    const found = await this.quietly(async () => {
      const [root, own] = [statSync(this.root), lstatSync(this.folder)];
      if (!own.isDirectory()) return false;
      return uid === undefined || (root.uid === uid && own.uid === uid);
    });
    return found === true;
  }

  /** Makes the folder where it is not there. */
  private made(): Promise<boolean> {
    this.usable ??= (async () => {
      const done = await this.quietly(async () => {
        await makeFolders(this.root);
        const { uid } = this.options;
        if (uid !== undefined && (await stat(this.root)).uid !== uid) return false;
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

  /** Notes that an entry was used; at most once an hour, since each note is a write. */
  private async noteUse(path: string, usedMs: number): Promise<void> {
    const now = this.options.now();
    if (now - usedMs > HOUR_MS) await this.quietly(async () => utimesSync(path, now / 1000, now / 1000));
  }

  private async quietly<T>(work: () => Promise<T>, { silent = false } = {}): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (!isSystemError(error)) throw error;
      if (error.code !== "ENOENT" && !silent) this.options.debug(`cache: ${error.message}`);
      return null;
    }
  }
}

/**
 * A regular file as a whole, in memory of its own, and when it was last used. At once: a way to another thread and back
 * for each step costs more than reading a few megabytes.
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

/** Node's own `recursive` never returns below some folders, such as those of /proc (20.20): one by one. */
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
    // The umask may have taken bits that the owner needs.
    await chmod(path, 0o700);
  } catch (error) {
    if (!isSystemError(error) || error.code !== "EEXIST") throw error;
  }
}
