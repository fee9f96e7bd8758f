import type { RawPath } from "../../text/escape.js";

/**
 * Of a longer path each part is looked up below its folder. Else a path that is thousands of folders deep would cost
 * the square of its length, since the table is asked for all that it begins with.
 */
const LONG_BYTES = 512;

const ROOT = "" as RawPath;

/**
 * Paths as they arrive, each once, numbered in order of arrival: node 0 is the root. One table for all: most folders
 * hold a few files, and a table for each would cost more than the files.
 */
export class PathTable {
  readonly parent: number[] = [-1];
  /** Each whole path, as bytes. Paths of one folder sort as their names do. */
  readonly paths: RawPath[] = [ROOT];
  /** Bytes of the last parts of all paths together. */
  nameBytes = 0;
  readonly #nodes = new Map<string, number>([[ROOT, 0]]);
  // Members of an archive mostly follow others of their folder.
  #lastFolder = ROOT;
  #lastFolderNode = 0;

  get size(): number {
    return this.parent.length;
  }

  /** The node of a normalised path, made with its parents where it is new. */
  add(path: RawPath): number {
    const known = this.#nodes.get(path);
    if (known !== undefined) return known;
    const folder = path.slice(0, Math.max(0, path.lastIndexOf("/"))) as RawPath;
    if (folder !== this.#lastFolder) {
      this.#lastFolderNode = this.#folder(folder);
      this.#lastFolder = folder;
    }
    return this.#child(this.#lastFolderNode, path);
  }

  /** The node of a normalised path, or −1. */
  find(path: RawPath): number {
    if (path.length <= LONG_BYTES) return this.#nodes.get(path) ?? -1;
    let node: number | undefined = 0;
    for (const part of beginnings(path)) {
      node = this.#nodes.get(keyOf(node, part));
      if (node === undefined) return -1;
    }
    return node;
  }

  /** The nodes of the folders that a path begins with, the highest first, and of itself, as far as there are any. */
  along(path: RawPath): number[] {
    const found: number[] = [];
    let node: number | undefined = 0;
    for (const part of beginnings(path)) {
      node = this.#nodes.get(keyOf(node, part));
      if (node === undefined) break;
      found.push(node);
    }
    return found;
  }

  /** What stands in folder `node` under a name, or −1; `path` is the whole, `length` its bytes. */
  childOf(
    node: number,
    { name, length, path }: { readonly name: string; readonly length: number; path(): string },
  ): number {
    if (node < 0) return -1;
    return this.#nodes.get(length <= LONG_BYTES ? path() : longKey(node, name)) ?? -1;
  }

  /** Where the last part of a path begins. */
  nameStart(node: number): number {
    const folder = this.parent[node];
    return folder > 0 ? this.paths[folder].length + 1 : 0;
  }

  #folder(path: RawPath): number {
    const known = this.#nodes.get(path);
    if (known !== undefined) return known;
    return beginnings(path).reduce((node, folder) => this.#child(node, folder), 0);
  }

  #child(parent: number, path: RawPath): number {
    const key = keyOf(parent, path);
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    const node = this.parent.push(parent) - 1;
    this.paths.push(path);
    this.nameBytes += path.length - this.nameStart(node);
    this.#nodes.set(key, node);
    return node;
  }
}

/** No normalised path begins with a slash: the two kinds of keys never meet. */
function keyOf(parent: number, path: RawPath): string {
  return path.length <= LONG_BYTES ? path : longKey(parent, path.slice(path.lastIndexOf("/") + 1));
}

function longKey(parent: number, name: string): string {
  return `/${parent}/${name}`;
}

/** The folders that a path stands in, the highest first, and the path. */
function beginnings(path: RawPath): RawPath[] {
  const found: RawPath[] = [];
  for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) {
    found.push(path.slice(0, at) as RawPath);
  }
  found.push(path);
  return found;
}
