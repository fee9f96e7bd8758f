import { constants, type Stats } from "node:fs";
import { fail, isSystemError } from "../errors.js";
import { type RawPath, rawBytes } from "../text/escape.js";
import type { Node } from "../tree/file-tree.js";
import type { Disk } from "./disk.js";
import { type ExtractPlan, shownPath } from "./plan.js";

const HANDLES = "/proc/self/fd";
// A handle that is only used to open paths below it: it does not need the right to list the folder. Source:
// open(2), O_PATH of Linux, the same number on every processor that Node supports.
const O_PATH = 0o10000000;
const OPEN_FOLDER = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
const OPEN_HANDLE = O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW;
/** The maximum number of open handles. A hard link needs the folders of both of its names. */
const MOST_OPEN = 2;

/** The identity of a folder, independent of its name. */
type Identity = string;

/**
 * Opens the folders that a plan writes into, so that another program cannot redirect the writing. On Linux each folder of a path
 * is opened without following a symlink, and files are written relative to its handle: a folder that is swapped for a symlink
 * is never followed. Other systems have no such handles. There each folder is checked before and after; a swap between the two
 * checks is found, but it may have been followed.
 */
export class Folders {
  readonly #plan: ExtractPlan;
  readonly #disk: Disk;
  readonly #handles: boolean;
  /** The parent folder of the target. */
  readonly #basePath: RawPath;
  #base: number | null = null;
  readonly #known = new Map<Node, Identity>();
  /** Handles of folders by node, the last used one at the end. */
  readonly #open = new Map<Node, number>();

  constructor(plan: ExtractPlan, disk: Disk) {
    this.#plan = plan;
    this.#disk = disk;
    this.#basePath = folderOf(plan.target.path);
    this.#handles = disk.statSync(HANDLES, { throwIfNoEntry: false })?.isDirectory() === true;
  }

  /**
   * Opens the parent folder of the target. If the plan says so, creates it first.
   * @throws the system's errors, LayerxError `target-swapped`.
   */
  begin(): void {
    const { make } = this.#plan.target;
    if (make !== null) this.#makeBase(make);
    if (this.#handles) this.#base = this.#opened(this.#basePath);
  }

  #makeBase(make: RawPath): void {
    if (!this.#handles) {
      this.#disk.mkdirSync(bytes(make));
      return;
    }
    const fd = this.#opened(folderOf(make));
    try {
      this.#disk.mkdirSync(Buffer.concat([handlePath(fd), bytes(make.slice(make.lastIndexOf("/")))]));
    } finally {
      this.#disk.closeSync(fd);
    }
  }

  /**
   * Returns the path of a node's name, or of another name in the same folder. Use it at once: it is valid
   * only until the next call.
   */
  pathOf(node: Node, name: Buffer = this.#nameOf(node)): Buffer {
    return Buffer.concat([this.#folder(node), bytes("/"), name]);
  }

  /** Opens a folder of the plan itself, to set its mode and times. @throws LayerxError `target-swapped`. */
  openFolder(node: Node): number {
    const path = this.pathOf(node);
    const fd = this.#step(node, () => this.#disk.openSync(path, OPEN_FOLDER));
    try {
      this.#recognise(node, this.#disk.fstatSync(fd));
      return fd;
    } catch (error) {
      this.#disk.closeSync(fd);
      throw error;
    }
  }

  /**
   * Checks the folders of a node again after a change.
   * @throws LayerxError `target-swapped`.
   */
  confirm(node: Node): void {
    if (this.#base === null) this.#checked(node);
  }

  close(): void {
    for (const fd of this.#open.values()) this.#disk.closeSync(fd);
    this.#open.clear();
    if (this.#base !== null) this.#disk.closeSync(this.#base);
    this.#base = null;
  }

  /** Returns the path of a node's parent folder. */
  #folder(node: Node): Buffer {
    if (this.#base === null) return this.#checked(node);
    if (node === this.#plan.node) return handlePath(this.#base);
    return handlePath(this.#handle(this.#plan.tree.parent(node), this.#base));
  }

  /**
   * Returns the handle of a folder of the plan. Each folder from the base to it is opened without following a
   * symlink.
   */
  #handle(folder: Node, base: number): number {
    const known = this.#open.get(folder);
    if (known !== undefined) {
      this.#open.delete(folder);
      this.#open.set(folder, known);
      return known;
    }
    const way = this.#way(folder);
    // The folder of children of the root of the disk is the base itself.
    if (way.length === 0) return base;
    let at = base;
    try {
      for (const step of way) {
        const path = Buffer.concat([handlePath(at), bytes("/"), this.#nameOf(step)]);
        const next = this.#step(step, () => this.#disk.openSync(path, OPEN_HANDLE));
        if (at !== base) this.#disk.closeSync(at);
        at = next;
        this.#recognise(step, this.#disk.fstatSync(at));
      }
    } catch (error) {
      if (at !== base) this.#disk.closeSync(at);
      throw error;
    }
    for (const [oldest, fd] of this.#open) {
      if (this.#open.size < MOST_OPEN) break;
      this.#open.delete(oldest);
      this.#disk.closeSync(fd);
    }
    this.#open.set(folder, at);
    return at;
  }

  /** Returns the path of a node's parent folder. Every folder on the way is checked. */
  #checked(node: Node): Buffer {
    let path: string = this.#basePath === "/" ? "" : this.#basePath;
    if (node === this.#plan.node) return bytes(path);
    for (const step of this.#way(this.#plan.tree.parent(node))) {
      path = `${path}/${this.#nameOf(step).toString("latin1")}`;
      const there = this.#disk.lstatSync(bytes(path), { throwIfNoEntry: false });
      if (there?.isDirectory() !== true) return this.#swapped(step);
      this.#recognise(step, there);
    }
    return bytes(path);
  }

  /** Returns the folders of the plan from the top one to this one. */
  #way(folder: Node): Node[] {
    const way: Node[] = [];
    for (let at = folder; at !== this.#plan.node; at = this.#plan.tree.parent(at)) way.unshift(at);
    // The root of the disk has no parent folder, so it is its own base.
    return this.#plan.target.path === "/" ? way : [this.#plan.node, ...way];
  }

  #nameOf(node: Node): Buffer {
    const { target, tree } = this.#plan;
    const name =
      node === this.#plan.node ? target.path.slice(target.path.lastIndexOf("/") + 1) : tree.name(node);
    return bytes(name);
  }

  #step(node: Node, open: () => number): number {
    try {
      return open();
    } catch (error) {
      if (isSystemError(error) && ["ELOOP", "ENOTDIR", "ENOENT"].includes(error.code ?? ""))
        this.#swapped(node);
      throw error;
    }
  }

  #recognise(node: Node, { dev, ino }: Stats): void {
    const identity = `${dev}:${ino}`;
    const known = this.#known.get(node);
    if (known === undefined) this.#known.set(node, identity);
    else if (known !== identity) this.#swapped(node);
  }

  /** Opens the parent folder of the target. Checks that its path still leads to it. */
  #opened(path: RawPath): number {
    const fd = this.#disk.openSync(bytes(path), OPEN_HANDLE);
    if (rawBytes(this.#disk.realpathSync(handlePath(fd), { encoding: "buffer" })) === path) return fd;
    this.#disk.closeSync(fd);
    return this.#swapped(this.#plan.node);
  }

  #swapped(node: Node): never {
    return fail("target-swapped", { path: shownPath(this.#plan, node) });
  }
}

function folderOf(path: RawPath): RawPath {
  return (path.slice(0, path.lastIndexOf("/")) || "/") as RawPath;
}

function handlePath(fd: number): Buffer {
  return bytes(`${HANDLES}/${fd}`);
}

function bytes(text: string): Buffer {
  return Buffer.from(text, "latin1");
}
