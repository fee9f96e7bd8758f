import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { isSystemError } from "../errors.js";
import type { FilePiece } from "../image/entry.js";
import type { Node } from "../tree/file-tree.js";
import type { Disk } from "./disk.js";
import type { ExistingFiles } from "./existing-files.js";
import type { Folders } from "./folders.js";
import { type ExtractPlan, inodeOf, modeOf } from "./plan.js";

const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

// Errors of file systems without hard links (EPERM: vfat, exfat), and of a file with the maximum number of
// names.
const NO_LINK = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EXDEV"]);

// The maximum number of seconds in a JavaScript date.
const MOST_SECONDS = 8.64e12;

interface WriterTools {
  readonly existing: ExistingFiles;
  readonly disk: Disk;
  readonly folders: Folders;
}

/**
 * Writes the files of a plan to the disk, one by one. A name at the target is either the old file or the
 * complete new one, never a part of it. Only files in `existing` are replaced. All calls throw the system's
 * own errors; `EEXIST` means that another program created the name.
 */
export class Writer {
  readonly #plan: ExtractPlan;
  readonly #existing: ExistingFiles;
  readonly #disk: Disk;
  readonly #folders: Folders;
  readonly #token = randomBytes(8).toString("hex");

  constructor(plan: ExtractPlan, { existing, disk, folders }: WriterTools) {
    this.#plan = plan;
    this.#existing = existing;
    this.#disk = disk;
    this.#folders = folders;
  }

  /**
   * Creates a folder that only the current user can enter until `finishFolder` sets its mode.
   * @returns false if it existed.
   */
  makeFolder(node: Node): boolean {
    if (this.#existing.folders.has(node)) return false;
    this.#disk.mkdirSync(this.#folders.pathOf(node), { mode: PRIVATE_FOLDER });
    this.#folders.confirm(node);
    return true;
  }

  /** Sets the owner, mode and time of a new folder, after its contents are written. */
  finishFolder(node: Node): void {
    const fd = this.#folders.openFolder(node);
    this.#closing(fd, () => this.#setAttributes(fd, node));
  }

  /** Writes a file under a temporary name in the same folder, and renames it when it is complete. */
  async writeFile(
    node: Node,
    data: AsyncIterable<readonly FilePiece[]>,
    onBytes: (bytes: number) => Promise<void> | void,
  ): Promise<void> {
    const temporary = this.#temporary(node);
    const fd = this.#disk.openSync(temporary, "wx", PRIVATE_FILE);
    try {
      try {
        const size = this.#plan.tree.entries.bytes(inodeOf(this.#plan, node));
        let end = 0;
        for await (const pieces of data) {
          const before = end;
          for (const { offset, bytes } of pieces) {
            for (let done = 0; done < bytes.length; )
              done += this.#disk.writeSync(fd, bytes, done, bytes.length - done, offset + done);
            end = offset + bytes.length;
          }
          await onBytes(end - before);
        }
        // A hole at the end of the file is kept as a hole.
        if (end < size) {
          this.#disk.ftruncateSync(fd, size);
          await onBytes(size - end);
        }
        this.#setAttributes(fd, node);
      } finally {
        this.#disk.closeSync(fd);
      }
      this.#name(temporary, node);
    } catch (error) {
      this.#removeTemporary(temporary);
      throw error;
    }
  }

  /** Adds another name to a written file. If the file system has no hard links, the file is copied. */
  addName(node: Node, first: Node): void {
    const temporary = this.#temporary(node);
    const file = this.#folders.pathOf(first);
    try {
      if (!this.#linked(file, temporary)) this.#copy(file, temporary, node);
      this.#name(temporary, node);
    } catch (error) {
      this.#removeTemporary(temporary);
      throw error;
    }
  }

  /** Creates a symlink with the image's target, wherever that leads. */
  makeSymlink(node: Node): void {
    const { entries } = this.#plan.tree;
    const leadsTo = Buffer.from(entries.linkname(inodeOf(this.#plan, node)), "latin1");
    const path = this.#folders.pathOf(node);
    if (!this.#existing.files.has(node)) {
      this.#disk.symlinkSync(leadsTo, path);
      this.#setLinkAttributes(path, node);
      return;
    }
    const temporary = this.#temporary(node);
    try {
      this.#disk.symlinkSync(leadsTo, temporary);
      this.#setLinkAttributes(temporary, node);
      this.#name(temporary, node);
    } catch (error) {
      this.#removeTemporary(temporary);
      throw error;
    }
  }

  /** Returns a random name in the same folder. */
  #temporary(node: Node): Buffer {
    return this.#folders.pathOf(node, Buffer.from(`.layerx-${this.#token}`));
  }

  /** Renames a complete file to the node's name. Only a file in `existing` is replaced. */
  #name(temporary: Buffer, node: Node): void {
    const path = this.#folders.pathOf(node);
    this.#folders.confirm(node);
    const replaced = this.#existing.files.get(node);
    const found = replaced === undefined ? undefined : this.#inodeAt(path);
    if (found !== undefined && found === replaced) {
      this.#disk.renameSync(temporary, path);
    } else if (this.#linked(temporary, path)) {
      this.#disk.unlinkSync(temporary);
    } else {
      if (this.#inodeAt(path) !== undefined) throw taken();
      this.#disk.renameSync(temporary, path);
    }
  }

  #inodeAt(path: Buffer): number | undefined {
    return this.#disk.lstatSync(path, { throwIfNoEntry: false })?.ino;
  }

  /** @returns false if the file system has no hard links. */
  #linked(file: Buffer, name: Buffer): boolean {
    try {
      this.#disk.linkSync(file, name);
      return true;
    } catch (error) {
      if (isSystemError(error) && NO_LINK.has(error.code ?? "")) return false;
      throw error;
    }
  }

  #copy(file: Buffer, temporary: Buffer, node: Node): void {
    this.#disk.copyFileSync(file, temporary, constants.COPYFILE_EXCL);
    const fd = this.#disk.openSync(temporary, constants.O_RDONLY | constants.O_NOFOLLOW);
    this.#closing(fd, () => this.#setAttributes(fd, node));
  }

  #closing(fd: number, work: () => void): void {
    try {
      work();
    } finally {
      this.#disk.closeSync(fd);
    }
  }

  #setAttributes(fd: number, node: Node): void {
    const inode = inodeOf(this.#plan, node);
    const { entries } = this.#plan.tree;
    // The owner comes first: changing it removes setuid bits.
    if (this.#plan.owner) this.#disk.fchownSync(fd, ...ownerOf(this.#plan, inode));
    this.#disk.fchmodSync(fd, modeOf(this.#plan, node));
    if (inode < 0 || entries.isImplied(inode)) return;
    const time = timeOf(entries.mtime(inode));
    this.#disk.futimesSync(fd, time, time);
  }

  #setLinkAttributes(path: Buffer, node: Node): void {
    const inode = inodeOf(this.#plan, node);
    if (this.#plan.owner) this.#disk.lchownSync(path, ...ownerOf(this.#plan, inode));
    const time = timeOf(this.#plan.tree.entries.mtime(inode));
    this.#disk.lutimesSync(path, time, time);
  }

  /** Called after an error. A missing temporary file is not another error. */
  #removeTemporary(temporary: Buffer): void {
    if (this.#inodeAt(temporary) !== undefined) this.#disk.unlinkSync(temporary);
  }
}

/**
 * Returns user and group; root for a folder that no archive lists.
 * @throws an error of the system if a number is too high for it.
 */
function ownerOf({ tree }: ExtractPlan, inode: number): [uid: number, gid: number] {
  const owner: [number, number] = inode < 0 ? [0, 0] : [tree.entries.uid(inode), tree.entries.gid(inode)];
  if (owner.every((id) => id >= 0 && id < 0xffff_ffff)) return owner;
  const reason = `EINVAL: the owner ${owner.join(":")} is none that this system can hold`;
  throw Object.assign(new Error(reason), { code: "EINVAL", syscall: "chown" });
}

/** Node reads a negative number as the current time, so times before 1970 are passed as dates. */
function timeOf(seconds: number): number | Date {
  const bounded = Math.min(Math.max(seconds, -MOST_SECONDS), MOST_SECONDS);
  return bounded < 0 ? new Date(bounded * 1000) : bounded;
}

function taken(): NodeJS.ErrnoException {
  return Object.assign(new Error("EEXIST: file already exists"), { code: "EEXIST", syscall: "rename" });
}
