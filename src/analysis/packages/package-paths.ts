import type { RawPath } from "../../text/escape.js";
import type { FileTree, Node } from "../../tree/file-tree.js";

// The limits of Linux: MAXSYMLINKS and PATH_MAX.
const MOST_LINKS = 40;
const MOST_PATH = 4096;
/**
 * The maximum of names that are looked up in one image. Real databases need fewer; these take less than a
 * minute.
 */
const MOST_STEPS = 50_000_000;

/**
 * Finds the nodes of many paths. The names of a folder are read once, so that the time depends on the number
 * of paths and not on the number of files. Symlinks in the folders of a path are followed: `/bin/ls` is
 * `/usr/bin/ls` if `/bin` is a link to `/usr/bin`. A symlink at the end of a path is not followed. Removed
 * paths are found, too.
 */
export class PackagePaths {
  readonly #tree: FileTree;
  readonly #children = new Map<Node, Map<string, Node>>();
  readonly #folders = new Map<string, Node>();
  #steps = 0;

  constructor(tree: FileTree) {
    this.#tree = tree;
  }

  /** Returns true if there were too many paths, so that some were not looked up. */
  get gaveUp(): boolean {
    return this.#steps > MOST_STEPS;
  }

  /** Returns the node of a path, with or without a leading slash; −1 if no layer has it. */
  find(path: string): Node {
    if (path.length > MOST_PATH) return -1;
    const slash = path.lastIndexOf("/");
    const folder = this.folder(path.slice(0, Math.max(slash, 0)));
    const name = path.slice(slash + 1);
    if (folder < 0 || name === "" || name === "." || name === "..") return -1;
    return this.child(folder, name);
  }

  /** Returns the node of a path. A symlink at its end is followed, too. −1 if no layer has it. */
  folder(path: string): Node {
    const known = this.#folders.get(path);
    if (known !== undefined) return known;
    const node = path.length > MOST_PATH ? -1 : this.#walk(path);
    this.#folders.set(path, node);
    return node;
  }

  /** Returns the node of a name in a folder; −1 if no layer has it. */
  child(folder: Node, name: string): Node {
    let names = this.#children.get(folder);
    if (names === undefined) {
      names = new Map();
      for (const child of this.#tree.children(folder)) names.set(this.#tree.name(child), child);
      this.#children.set(folder, names);
    }
    return names.get(name) ?? -1;
  }

  #walk(path: string): Node {
    const { entries, rootfs } = this.#tree;
    // The next name is at the end of the list, where `pop` takes it.
    const parts = path.split("/").reverse();
    let node: Node = 0;
    let links = 0;
    for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
      if (++this.#steps > MOST_STEPS) return -1;
      if (part === "" || part === ".") continue;
      if (part === "..") {
        node = Math.max(this.#tree.parent(node), 0);
        continue;
      }
      const child = this.child(node, part);
      if (child < 0) return -1;
      const row = rootfs[child];
      if (row < 0 || entries.type(row) !== "symlink") {
        node = child;
        continue;
      }
      const target: RawPath = entries.linkname(row);
      if (++links > MOST_LINKS || target.length > MOST_PATH) return -1;
      if (target.startsWith("/")) node = 0;
      parts.push(...target.split("/").reverse());
    }
    return node;
  }
}
