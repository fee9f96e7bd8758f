import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { isSystemError } from "../errors.js";
import type { FilePiece } from "../image/entry.js";
import type { Node } from "../tree/file-tree.js";
import type { Disk } from "./disk.js";
import type { ExistingFiles } from "./existing-files.js";
import type { Folders } from "./folders.js";
import type { ExtractPlan } from "./plan.js";
import { inodeOf, modeOf } from "./plan-nodes.js";

const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

// What file systems without hard links say (EPERM: vfat, exfat), and one where a file has as many names as it can.
const NO_LINK = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EXDEV"]);

// What the widest file system and JavaScript's dates can hold.
const MOST_SECONDS = 8.64e12;

interface WriterTools {
  readonly existing: ExistingFiles;
  readonly disk: Disk;
  readonly folders: Folders;
}

/**
 * Puts the things of a plan on the disk, one by one and each as a whole: a name of the target is either what it was, or
 * the complete new thing. Only files in `existing` are replaced. All calls throw the system's own errors; `EEXIST` says
 * that a name was taken meanwhile.
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

  /** Makes a folder that only we can enter until `finishFolder` gives it its mode. @returns false where it was there. */
  makeFolder(node: Node): boolean {
    if (this.#existing.folders.has(node)) return false;
    this.#disk.mkdirSync(this.#folders.pathOf(node), { mode: PRIVATE_FOLDER });
    this.#folders.confirm(node);
    return true;
  }

  /** Gives a folder that was made its owner, mode and time: after all that goes into it. */
  finishFolder(node: Node): void {
    const fd = this.#folders.openFolder(node);
    this.#closing(fd, () => this.#setAttributes(fd, node));
  }

  /** Writes a file below another name in the same folder, and gives it its own when it is complete. */
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
        // A hole stays one, also where it ends the file.
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

  /** Gives a file that was written a further name; where the file system cannot, a copy of it. */
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

  /** Makes a symlink with the target that the image has for it, wherever that leads. */
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

  /** A name beside the node's own that nobody can have guessed. */
  #temporary(node: Node): Buffer {
    return this.#folders.pathOf(node, Buffer.from(`.layerx-${this.#token}`));
  }

  /** Puts what is complete in the node's place, over what stands there only where that is what was to be replaced. */
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

  /** @returns false where the file system has no hard links. */
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
    // The owner first: changing it takes setuid bits off.
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

  /** The error that led here counts, not that there is nothing to remove. */
  #removeTemporary(temporary: Buffer): void {
    if (this.#inodeAt(temporary) !== undefined) this.#disk.unlinkSync(temporary);
  }
}

/** User and group, both root's for a folder that no archive lists. @throws an error of the system where it has no such number. */
function ownerOf({ tree }: ExtractPlan, inode: number): [uid: number, gid: number] {
  const owner: [number, number] = inode < 0 ? [0, 0] : [tree.entries.uid(inode), tree.entries.gid(inode)];
  if (owner.every((id) => id >= 0 && id < 0xffff_ffff)) return owner;
  const reason = `EINVAL: the owner ${owner.join(":")} is none that this system can hold`;
  throw Object.assign(new Error(reason), { code: "EINVAL", syscall: "chown" });
}

/** Node takes a negative number of seconds for the present moment; as a date it takes it as it is. */
function timeOf(seconds: number): number | Date {
  const bounded = Math.min(Math.max(seconds, -MOST_SECONDS), MOST_SECONDS);
  return bounded < 0 ? new Date(bounded * 1000) : bounded;
}

function taken(): NodeJS.ErrnoException {
  return Object.assign(new Error("EEXIST: file already exists"), { code: "EEXIST", syscall: "rename" });
}
