import { randomInt } from "node:crypto";
import type { RawPath } from "../text/escape.js";
import { grow } from "./columns.js";

/**
 * Paths as they arrive, each once, numbered in order of arrival: node 0 is the root. Names lie in one pool of
 * bytes; a path is found through a hash of (parent, name), so adding one costs its length and no object.
 */
export class PathTable {
  size = 1;
  parent = new Int32Array(1024);
  nameStart = new Uint32Array(1024);
  /** Bytes of all names, end to end: node n's name is `pool[nameStart[n] … nameStart[n + 1])`. */
  pool = new Uint8Array(16 * 1024);
  poolSize = 0;

  #hash = new Int32Array(1024);
  #slots = new Int32Array(4096);
  // Seeded, so that no archive can be written to make all its names collide.
  readonly #seed = randomInt(0x7fffffff);
  #lastFolder = "";
  #lastFolderNode = 0;

  constructor() {
    this.parent[0] = -1;
  }

  /** The node of a normalised path, made with its parents where it is new. */
  add(path: RawPath): number {
    if (path === "") return 0;
    const slash = path.lastIndexOf("/");
    if (slash < 0) return this.#child(0, path, 0, path.length, { make: true });
    const folder = path.slice(0, slash);
    if (folder !== this.#lastFolder) {
      this.#lastFolderNode = this.#walk(folder, { make: true });
      this.#lastFolder = folder;
    }
    return this.#child(this.#lastFolderNode, path, slash + 1, path.length, { make: true });
  }

  /** The node of a normalised path, or −1. */
  find(path: RawPath): number {
    return path === "" ? 0 : this.#walk(path, { make: false });
  }

  #walk(path: string, options: { make: boolean }): number {
    let node = 0;
    for (let start = 0; start <= path.length && node >= 0; ) {
      const slash = path.indexOf("/", start);
      const end = slash < 0 ? path.length : slash;
      node = this.#child(node, path, start, end, options);
      start = end + 1;
    }
    return node;
  }

  #child(parent: number, path: string, start: number, end: number, { make }: { make: boolean }): number {
    let hash = this.#seed ^ Math.imul(parent + 1, 0x9e3779b1);
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ path.charCodeAt(i), 0x01000193);
    hash ^= hash >>> 15;
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let node = this.#slots[slot]; node !== 0; node = this.#slots[slot]) {
      if (this.#hash[node] === hash && this.parent[node] === parent && this.#named(node, path, start, end)) {
        return node;
      }
      slot = (slot + 1) & mask;
    }
    if (!make) return -1;
    const node = this.#append(parent, hash, path, start, end);
    this.#slots[slot] = node;
    if (this.size * 2 > this.#slots.length) this.#rehash();
    return node;
  }

  #named(node: number, path: string, start: number, end: number): boolean {
    const from = this.nameStart[node];
    if (this.nameStart[node + 1] - from !== end - start) return false;
    for (let i = start; i < end; i++) if (this.pool[from + i - start] !== path.charCodeAt(i)) return false;
    return true;
  }

  #append(parent: number, hash: number, path: string, start: number, end: number): number {
    const node = this.size++;
    this.parent = grow(this.parent, node + 1);
    this.nameStart = grow(this.nameStart, node + 2);
    this.#hash = grow(this.#hash, node + 1);
    this.pool = grow(this.pool, this.poolSize + end - start);
    this.parent[node] = parent;
    this.#hash[node] = hash;
    this.nameStart[node] = this.poolSize;
    for (let i = start; i < end; i++) this.pool[this.poolSize++] = path.charCodeAt(i);
    this.nameStart[node + 1] = this.poolSize;
    return node;
  }

  #rehash(): void {
    const mask = this.#slots.length * 2 - 1;
    this.#slots = new Int32Array(mask + 1);
    for (let node = 1; node < this.size; node++) {
      let slot = this.#hash[node] & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = node;
    }
  }
}
