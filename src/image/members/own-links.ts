import { type RawPath, rawSlice } from "../../text/escape.js";
import type { Entry } from "../entry.js";
import type { PathTable } from "./path-table.js";

/** As Linux counts (MAXSYMLINKS). */
const MOST_LINKS = 40;
/** Parts of all targets that are followed for one path: so that no path costs more than a long name does. */
const MOST_PARTS = 128;

/** The folder of a path that no symlink moves. */
export const UNMOVED = -1;

interface OwnLink {
  readonly target: RawPath;
  /** Which member of the archive it is. */
  readonly position: number;
}

/** A folder on the way. `null` is the root. */
interface Step {
  readonly above: Step | null;
  readonly name: string;
  /** Node of the path so far; −1 where the table does not have it. */
  node: number;
  /** The last member that replaced a folder of the path by something else: everything below was removed by that. */
  readonly cutAt: number;
}

/** What is still allowed for one path. */
interface Budget {
  links: number;
  parts: number;
}

/**
 * The symlinks that one layer's archive has written so far. A path below one of them lies where it leads, inside the root,
 * as engines unpack it. Symlinks of the layers below are none of these. Source: `RootPath` of containerd's fs, `SecureJoin`.
 */
export class OwnLinks {
  readonly #paths: PathTable;
  readonly #links = new Map<number, OwnLink>();
  /** Nodes with a symlink somewhere below them, and the member that replaced the folder by something else. */
  readonly #cuts = new Map<number, number>();
  /** Where symlinks lead, as long as none comes or goes. */
  readonly #known = new Map<number, Step | null>();
  #lastFolder: RawPath | null = null;
  #lastPlace = UNMOVED;

  constructor(paths: PathTable) {
    this.#paths = paths;
  }

  /**
   * The node of the folder that the last part of a normalised path lies in, made where it is new; {@link UNMOVED} if no
   * symlink moves it. A path that leads round in a circle is not moved. The last part itself is not followed.
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

  /** Records what the archive has written at a node. */
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
    const nodes = this.#paths.along(folder);
    if (!nodes.some((node) => this.#links.has(node))) return UNMOVED;
    const found = this.#walk(null, folder, { links: MOST_LINKS, parts: Number.POSITIVE_INFINITY });
    return found === undefined ? UNMOVED : this.#made(found);
  }

  /** The node of a folder, made with those above it where they are new. */
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

  /** Follows a path from a folder on; `undefined` where that has no end. */
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

/** Parts of a target; a bound is enough, since one with more is not followed. */
function parts(target: RawPath): number {
  let count = 1;
  for (let at = target.indexOf("/"); at >= 0 && count <= MOST_PARTS; at = target.indexOf("/", at + 1))
    count++;
  return count;
}
