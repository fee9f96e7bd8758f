import { closeSync, constants, fstatSync, openSync, readdirSync, realpathSync } from "node:fs";
import { join, sep } from "node:path";
import { isSystemError } from "../../errors.js";
import { escapePath, escapeText, type Printable, rawPath } from "../../text/escape.js";
import { type Blob, FileBlob, readDocumentBytes } from "../blob.js";
import type { Cache } from "../cache/cache.js";
import { fileMemory } from "../cache/file-memory.js";
import type { Source } from "../source.js";

const NAMES_SHOWN = 6;
const ABSENT = new Set(["ENOENT", "ENOTDIR", "ELOOP", "ENXIO", "ENAMETOOLONG"]);

/** A folder as a source. No name and no symlink can lead out of it. */
export class FolderSource implements Source {
  readonly kind = "folder";
  readonly input: Printable;
  private readonly root: string;
  private readonly cache: Cache;
  private readonly open = new Map<string, FileBlob>();
  private readonly fds: number[] = [];

  constructor(folder: string, { input, cache }: { input: Printable; cache: Cache }) {
    this.root = realpathSync(folder);
    this.input = input;
    this.cache = cache;
  }

  async blob(name: string): Promise<Blob | null> {
    const known = this.open.get(name);
    if (known !== undefined) return known;
    const file = this.file(name);
    if (file === null) return null;
    const { fd, path, size } = file;
    const memory = fileMemory(fd, { cache: this.cache, blob: "" });
    const blob = new FileBlob(fd, { key: path, start: 0, size, available: size, memory });
    this.fds.push(fd);
    this.open.set(name, blob);
    return blob;
  }

  async has(name: string): Promise<boolean> {
    const file = this.file(name);
    if (file !== null) closeSync(file.fd);
    return file !== null;
  }

  async read(name: string, limit: number): Promise<Buffer | null> {
    const file = this.file(name);
    if (file === null) return null;
    const { fd, path, size } = file;
    try {
      return await readDocumentBytes(new FileBlob(fd, { key: path, start: 0, size, available: size }), limit);
    } finally {
      closeSync(fd);
    }
  }

  whyAbsent(name: string): Printable | null {
    if (name.includes("\0")) return null;
    try {
      const path = realpathSync(join(this.root, name));
      if (this.isInside(path) || name.split("/").includes("..")) return null;
      return escapeText(
        "it is a link that leads out of the folder, and links out of the folder are not followed",
      );
    } catch (error) {
      if (isSystemError(error)) return null;
      throw error;
    }
  }

  summary(): Printable {
    const names = readdirSync(this.root).sort();
    if (names.length === 0) return escapeText("nothing");
    const shown = names.slice(0, NAMES_SHOWN).map((name) => escapePath(rawPath(name)));
    return escapeText(names.length > NAMES_SHOWN ? `${shown.join(", ")} and more` : shown.join(", "));
  }

  /** A folder does not show if a part of it is missing. */
  checkWhole(): void {}

  async close(): Promise<void> {
    for (const fd of this.fds.splice(0)) closeSync(fd);
    this.open.clear();
  }

  /** Opens a regular file in the folder; `null` if there is none. */
  private file(name: string): { fd: number; path: string; size: number } | null {
    if (name === "" || name.includes("\0") || name.split("/").includes("..")) return null;
    try {
      const path = realpathSync(join(this.root, name));
      if (!this.isInside(path)) return null;
      // Non-blocking, because opening a FIFO would wait for a writer.
      const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
      const stat = fstatSync(fd);
      if (stat.isFile()) return { fd, path, size: stat.size };
      closeSync(fd);
      return null;
    } catch (error) {
      if (isSystemError(error) && ABSENT.has(error.code ?? "")) return null;
      throw error;
    }
  }

  private isInside(path: string): boolean {
    return path.startsWith(this.root.endsWith(sep) ? this.root : this.root + sep);
  }
}
