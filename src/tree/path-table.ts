import type { RawPath } from "../text/escape.js";

/**
 * Paths as they arrive, each once, numbered in order of arrival: node 0 is the root. Members of an archive mostly
 * follow others of their folder, so the last folder is kept at hand.
 */
export class PathTable {
  readonly parent: number[] = [-1];
  /** Last part of each path, as bytes. */
  readonly names: string[] = [""];
  readonly #children: (Map<string, number> | null)[] = [null];
  #lastFolder = "";
  #lastFolderNode = 0;

  get size(): number {
    return this.parent.length;
  }

  /** The node of a normalised path, made with its parents where it is new. */
  add(path: RawPath): number {
    const slash = path.lastIndexOf("/");
    const folder = slash < 0 ? "" : path.slice(0, slash);
    if (folder !== this.#lastFolder) {
      this.#lastFolderNode = parts(folder).reduce((node, part) => this.#made(node, part), 0);
      this.#lastFolder = folder;
    }
    return path === "" ? 0 : this.#made(this.#lastFolderNode, path.slice(slash + 1));
  }

  /** The node of a normalised path, or −1. */
  find(path: RawPath): number {
    let node = 0;
    for (const part of parts(path)) {
      const child = this.#children[node]?.get(part);
      if (child === undefined) return -1;
      node = child;
    }
    return node;
  }

  #made(parent: number, name: string): number {
    const siblings = this.#children[parent] ?? new Map<string, number>();
    const known = siblings.get(name);
    if (known !== undefined) return known;
    this.#children[parent] = siblings;
    const node = this.parent.push(parent) - 1;
    this.names.push(name);
    this.#children.push(null);
    siblings.set(name, node);
    return node;
  }
}

function parts(path: string): string[] {
  return path === "" ? [] : path.split("/");
}
