import { type RawPath, rawSlice } from "../../text/escape.js";
import type { Entry } from "../entry.js";
import type { PathTable } from "./path-table.js";

/** The limit of Linux (MAXSYMLINKS). */
const MOST_LINKS = 40;
/**
 * The maximum number of names that are followed for one path, so that no path takes much longer than others.
 */
const MOST_PARTS = 128;

/** Returned for a path that no symlink moves. */
export const UNMOVED = -1;

interface OwnLink {
  readonly target: RawPath;
  /** The index of the member in the archive. */
  readonly position: number;
}

/** A folder on the way to a path. `null` is the root. */
interface Step {
  readonly above: Step | null;
  readonly name: string;
  /** The node of the path so far; −1 if the table does not have it. */
  node: number;
  /**
   * The last member that replaced a folder of the path with something else, which removed everything below
   * it.
   */
  readonly cutAt: number;
}

/** The remaining limits for one path. */
interface Budget {
  links: number;
  parts: number;
}

/**
 * The symlinks that one layer's archive has written so far. A path below such a symlink is moved to the
 * symlink's target, inside the root, as engines unpack it. Symlinks of lower layers do not count. Source:
 * `RootPath` of containerd's fs, `SecureJoin`.
 */
export class OwnLinks {
  readonly #paths: PathTable;
  readonly #links = new Map<number, OwnLink>();
  /** Nodes with a symlink below them, and the member that replaced the folder with something else. */
  readonly #cuts = new Map<number, number>();
  /** Targets of symlinks. The cache is valid until a symlink is added or removed. */
  readonly #known = new Map<number, Step | null>();
  #lastFolder: RawPath | null = null;
  #lastPlace = UNMOVED;

  constructor(paths: PathTable) {
    this.#paths = paths;
  }

  /**
   * Returns the node of the folder that contains the last name of a normalised path. It is created if needed.
   * Returns {@link UNMOVED} if no symlink moves it, and for a circle of symlinks. The last name itself is not
   * followed.
   */
  folderOf(path: RawPath): number {
    if (this.#links.size === 0) return UNMOVED;
    const slash = path.lastIndexOf("/");
    if (slash < 0) return UNMOVED;
    const folder = rawSlice(path, 0, slash);
    if (folder !== this.#lastFolder) {
      this.#lastPlace = this.#placeOf(folder);
      this.#lastFolder = folder;
    }
    return this.#lastPlace;
  }

  /** Records what the archive wrote at a node. */
  wrote(node: number, { type, linkname }: Pick<Entry, "type" | "linkname">, position: number): void {
    if (type === "symlink") {
      this.#links.set(node, { target: linkname, position });
      for (let at = this.#paths.parent[node]; at > 0 && !this.#cuts.has(at); at = this.#paths.parent[at])
        this.#cuts.set(at, -1);
    } else if (!this.#links.delete(node) && (type === "dir" || !this.#cuts.has(node))) {
      return;
    }
    if (type !== "dir" && this.#cuts.has(node)) this.#cuts.set(node, position);
    this.#known.clear();
    this.#lastFolder = null;
  }

  #placeOf(folder: RawPath): number {
    let at = this.#paths.closest(folder);
    while (at > 0 && !this.#links.has(at)) at = this.#paths.parent[at];
    if (at <= 0) return UNMOVED;
    const found = this.#walk(null, folder, { links: MOST_LINKS, parts: Number.POSITIVE_INFINITY });
    return found === undefined ? UNMOVED : this.#made(found);
  }

  /** Returns the node of a folder. The node and its parents are created if needed. */
  #made(step: Step | null): number {
    const missing: Step[] = [];
    let at = step;
    for (; at !== null && at.node < 0; at = at.above) missing.push(at);
    let node = at?.node ?? 0;
    for (const one of missing.reverse()) {
      node = this.#paths.addTarget(one.name as RawPath, node);
      one.node = node;
    }
    return node;
  }

  /** Follows a path from a folder; `undefined` if that exceeds a limit. */
  #walk(from: Step | null, path: RawPath, budget: Budget): Step | null | undefined {
    let at = from;
    for (const part of path.split("/")) {
      if (part === "" || part === ".") continue;
      if (part === "..") {
        at = at?.above ?? null;
        continue;
      }
      const step = this.#step(at, part);
      const link = this.#links.get(step.node);
      if (link === undefined || link.position < (at?.cutAt ?? -1)) {
        at = step;
        continue;
      }
      const led = this.#lead(at, step.node, link, budget);
      if (led === undefined) return undefined;
      at = led;
    }
    return at;
  }

  #lead(folder: Step | null, node: number, { target }: OwnLink, budget: Budget): Step | null | undefined {
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    budget.links--;
    budget.parts = Math.min(budget.parts, MOST_PARTS) - parts(target);
    if (budget.links < 0 || budget.parts < 0) return undefined;
    const led = this.#walk(target.startsWith("/") ? null : folder, target, budget);
    if (led !== undefined) this.#known.set(node, led);
    return led;
  }

  #step(above: Step | null, name: string): Step {
    const node = this.#paths.childOf(above === null ? 0 : above.node, name);
    const cutAt = Math.max(above?.cutAt ?? -1, this.#cuts.get(node) ?? -1);
    return { above, name, node, cutAt };
  }
}

/**
 * Returns an upper bound for the number of names in a target. A target with too many names is not followed.
 */
function parts(target: RawPath): number {
  let count = 1;
  for (let at = target.indexOf("/"); at >= 0 && count <= MOST_PARTS; at = target.indexOf("/", at + 1))
    count++;
  return count;
}
