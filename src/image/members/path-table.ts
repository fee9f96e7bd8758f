import type { RawPath } from "../../text/escape.js";

/**
 * A path up to this length is stored as a whole, so that one look-up finds it. For a longer path, only the
 * name is stored. Symlinks can put any number of files below one very long path, and that path must not take
 * memory for each file.
 */
const LONG_BYTES = 512;

const ROOT = "" as RawPath;
const SLASH = 0x2f;

/**
 * Paths in the order of arrival, each with a number; node 0 is the root. One table has all paths, because
 * most folders have few files, and a table for each folder would need more memory than the files.
 */
export class PathTable {
  readonly parent: number[] = [-1];
  /** Bytes of the names of all nodes together. */
  nameBytes = 0;
  /** The number of nodes that were created because a link leads to them. */
  madeForLinks = 0;
  /**
   * The whole path of each node, or `/parent/name` for a long path. A normalised path never begins with a
   * slash.
   */
  readonly #keys: RawPath[] = [ROOT];
  readonly #nodes = new Map<string, number>([[ROOT, 0]]);
  /** Nodes that are targets of hard links, and that no member has so far. */
  readonly #linkedOnly = new Set<number>();
  #hasLong = false;
  // Most members of an archive are in the same folder as the member before.
  #lastFolder = ROOT;
  #lastFolderNode = 0;

  get size(): number {
    return this.parent.length;
  }

  /**
   * Returns the node of a member. The node and its folders are created if needed.
   * @param path normalised; below `folder` it is one name
   */
  add(path: RawPath, folder = 0): number {
    if (this.#linkedOnly.size === 0) return this.#nodeOf(path, folder);
    const { size } = this;
    const node = this.#nodeOf(path, folder);
    for (let at = node; at >= size || this.#linkedOnly.delete(at); ) at = this.parent[at];
    return node;
  }

  /**
   * Returns the node of a hard link's target. The node and its folders are created if needed. The parameters
   * are those of `add`.
   */
  addTarget(path: RawPath, folder = 0): number {
    const { size } = this;
    const node = this.#nodeOf(path, folder);
    for (let made = size; made < this.size; made++) this.#linkedOnly.add(made);
    this.madeForLinks += this.size - size;
    return node;
  }

  /** Returns true for a path that no member has: neither the path itself nor a path below it. */
  isLinkedOnly(node: number): boolean {
    return this.#linkedOnly.has(node);
  }

  /** Returns the nodes of members and of the folders above them; `null` for all nodes. */
  ofMembers(): SomeNodes | null {
    const linkedOnly = this.#linkedOnly;
    if (linkedOnly.size === 0) return null;
    return { count: this.size - linkedOnly.size, has: (node) => !linkedOnly.has(node) };
  }

  /** Returns nodes without a member, and the folders above them. */
  ofTargets(nodes: readonly number[]): SomeNodes {
    const found = new Set([0]);
    for (const node of nodes) {
      if (!this.#linkedOnly.has(node)) continue;
      for (let at = node; !found.has(at); at = this.parent[at]) found.add(at);
    }
    return { count: found.size, has: (node) => found.has(node) };
  }

  /**
   * Returns the node of a path, or of the lowest folder above it that is in the table. Most folders are in the
   * table, and one look-up finds them.
   */
  closest(path: RawPath): number {
    if (path.length > LONG_BYTES) return this.#closestLong(path);
    for (let at = path; ; ) {
      const node = this.#nodes.get(at);
      if (node !== undefined) return node;
      at = path.slice(0, Math.max(0, at.lastIndexOf("/"))) as RawPath;
    }
  }

  /** Returns the node with that name in a folder, or −1. */
  childOf(folder: number, name: string): number {
    return folder < 0 ? -1 : (this.#nodes.get(this.#keyOf(folder, name)) ?? -1);
  }

  /** Returns the node with that name in a folder. It is created if needed. */
  addChild(folder: number, name: string): number {
    const key = this.#keyOf(folder, name);
    return this.#nodes.get(key) ?? this.#insert(folder, copyOf(key), name.length);
  }

  /** Returns the last name of the path, as bytes. */
  name(node: number): RawPath {
    return this.#keys[node].slice(this.#nameStart(node)) as RawPath;
  }

  /** Returns true if `isOfKind` is true for at least one name of the path. */
  hasPart(node: number, isOfKind: (name: RawPath) => boolean): boolean {
    for (let at = node; at > 0; at = this.parent[at]) if (isOfKind(this.name(at))) return true;
    return false;
  }

  /** Returns the whole path, or `null` if it is longer than `most` bytes. */
  path(node: number, most: number): RawPath | null {
    const names: RawPath[] = [];
    let length = -1;
    for (let at = node; at > 0 && length <= most; at = this.parent[at]) {
      const name = this.name(at);
      names.push(name);
      length += name.length + 1;
    }
    return length > most ? null : (names.reverse().join("/") as RawPath);
  }

  /** Compares two nodes in one folder by the bytes of their names: true if `a` comes first. */
  comesBefore(a: number, b: number): boolean {
    const [keyA, keyB] = [this.#keys[a], this.#keys[b]];
    const isOneLong = this.#hasLong && (isLong(keyA) || isLong(keyB));
    return isOneLong ? this.name(a) < this.name(b) : keyA < keyB;
  }

  #nodeOf(path: RawPath, folder: number): number {
    if (folder !== 0) return path === "" ? folder : this.addChild(folder, path);
    if (path.length > LONG_BYTES) return this.#longNodeOf(path);
    const known = this.#nodes.get(path);
    if (known !== undefined) return known;
    const slash = path.lastIndexOf("/");
    return this.#insert(this.#folderAt(path, slash), path, path.length - slash - 1);
  }

  #longNodeOf(path: RawPath): number {
    const slash = path.lastIndexOf("/");
    return this.addChild(this.#folderAt(path, slash), path.slice(slash + 1));
  }

  /**
   * Returns the folder of a path. It is created if needed.
   * @param slash the position of the last slash in the path
   */
  #folderAt(path: RawPath, slash: number): number {
    if (slash < 0) return 0;
    const folder = path.slice(0, slash) as RawPath;
    if (folder !== this.#lastFolder) {
      this.#lastFolderNode = this.#nodes.get(folder) ?? this.#folderOf(folder);
      this.#lastFolder = folder;
    }
    return this.#lastFolderNode;
  }

  #closestLong(path: RawPath): number {
    let node = 0;
    for (const part of path.split("/")) {
      const next = this.childOf(node, part);
      if (next < 0) break;
      node = next;
    }
    return node;
  }

  #folderOf(path: RawPath): number {
    return path.split("/").reduce((node, name) => this.addChild(node, name), 0);
  }

  #keyOf(folder: number, name: string): RawPath {
    const above = this.#keys[folder];
    const isBelowLong = isLong(above) || above.length + 1 + name.length > LONG_BYTES;
    if (folder === 0) return (name.length > LONG_BYTES ? `/0/${name}` : name) as RawPath;
    return (isBelowLong ? `/${folder}/${name}` : `${above}/${name}`) as RawPath;
  }

  #nameStart(node: number): number {
    const key = this.#keys[node];
    if (this.#hasLong && isLong(key)) return key.indexOf("/", 1) + 1;
    const folder = this.parent[node];
    return folder > 0 ? this.#keys[folder].length + 1 : 0;
  }

  #insert(folder: number, key: RawPath, nameBytes: number): number {
    const node = this.parent.push(folder) - 1;
    this.#keys.push(key);
    this.#nodes.set(key, node);
    this.nameBytes += nameBytes;
    this.#hasLong ||= isLong(key);
    return node;
  }
}

function isLong(key: RawPath): boolean {
  return key.charCodeAt(0) === SLASH;
}

/** Copies a text. A substring would keep the whole string in memory. */
function copyOf(text: string): RawPath {
  return Buffer.from(text, "latin1").toString("latin1") as RawPath;
}
/**
 * A selection of a table's nodes, by their arrival numbers. The root and the folders of a selected node are
 * always selected, too.
 */
export interface SomeNodes {
  readonly count: number;
  has(node: number): boolean;
}
