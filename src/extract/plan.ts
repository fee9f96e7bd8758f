import { fail } from "../errors.js";
import { addToGroup } from "../groups.js";
import type { Warning } from "../image/image.js";
import { escapePath, type Printable, type RawPath } from "../text/escape.js";
import type { EntryId } from "../tree/columns/entry-table.js";
import type { FileTree, Node, Rootfs } from "../tree/file-tree.js";
import { LeftOut } from "./left-out.js";
import { isLongName, isSafeLink, isSafeName, type Target } from "./target.js";

export interface PlanOptions {
  readonly target: Target;
  /** True to set the owner and group of files and folders as in the image. */
  readonly owner?: boolean;
  /** True to keep setuid, setgid and sticky bits. */
  readonly setuid?: boolean;
}

/** The files that will be written, by node. The plan does not depend on the files on the disk. */
export interface ExtractPlan {
  readonly tree: FileTree;
  readonly rootfs: Rootfs;
  /** The extracted file or folder. */
  readonly node: Node;
  readonly target: Target;
  readonly owner: boolean;
  readonly setuid: boolean;
  /** In pre-order: each folder comes after its parent folder. */
  readonly folders: readonly Node[];
  /** Files with content, by the layer that has the content. */
  readonly files: ReadonlyMap<number, readonly Node[]>;
  /** Other names of files. `first` is the name in `files` with the same content. */
  readonly names: readonly { readonly node: Node; readonly first: Node }[];
  readonly symlinks: readonly Node[];
  /** Bytes of content, each file once. */
  readonly bytes: number;
  /** Differences between the image and the files on the disk: one sentence for each kind. */
  readonly warnings: readonly Warning[];
}

/**
 * Plans to extract a node of a merged filesystem with everything below it. Devices, named pipes, and names
 * that would lead out of the target are left out.
 * @throws LayerxError `not-extractable` if nothing could be written.
 */
export function planExtract(
  { tree, rootfs, node }: { readonly tree: FileTree; readonly rootfs: Rootfs; readonly node: Node },
  { target, owner = false, setuid = false }: PlanOptions,
): ExtractPlan {
  const leftOut = new LeftOut(tree, { setuid });
  const planner = new Planner(tree, leftOut);
  for (let at = node; at < tree.end(node); ) {
    const row = rootfs[at];
    const why = at === node ? null : nameProblem(tree.name(at));
    const safe = why === null;
    if (why !== null && row >= 0) leftOut.add(why, at);
    // Only an extracted folder can have contents.
    const inside = safe && (row >= 0 || at === 0) && planner.take(at, row);
    at = inside ? at + 1 : tree.end(at);
  }
  const { folders, files, names, symlinks, bytes } = planner;
  const warnings = leftOut.warnings();
  if (folders.length + files.size + symlinks.length === 0) {
    const reason = warnings.map(({ message }) => message).join("; ") || "it is not in this filesystem";
    fail("not-extractable", { path: escapePath(tree.path(node)), reason });
  }
  return { tree, rootfs, node, target, owner, setuid, folders, files, names, symlinks, bytes, warnings };
}

function nameProblem(name: RawPath): "unsafe-name" | "long-name" | null {
  if (!isSafeName(name)) return "unsafe-name";
  return isLongName(name) ? "long-name" : null;
}

/** Sorts nodes by the way in which they are written. */
class Planner {
  readonly folders: Node[] = [];
  readonly files = new Map<number, Node[]>();
  readonly names: { node: Node; first: Node }[] = [];
  readonly symlinks: Node[] = [];
  bytes = 0;
  readonly #tree: FileTree;
  readonly #leftOut: LeftOut;
  readonly #firstOf = new Map<EntryId, Node>();

  constructor(tree: FileTree, leftOut: LeftOut) {
    this.#tree = tree;
    this.#leftOut = leftOut;
  }

  /**
   * Adds a node with its entry; −1 for a root that no layer lists.
   * @returns true for a folder. Then its contents are added, too.
   */
  take(node: Node, row: EntryId): boolean {
    const { entries } = this.#tree;
    const folder = row < 0 || entries.isFolder(row);
    if (folder) this.folders.push(node);
    else this.#takeInode(node, entries.inode[row]);
    if (folder && row >= 0) this.#leftOut.addAttributes(row, node);
    return folder;
  }

  #takeInode(node: Node, inode: EntryId): void {
    const { entries } = this.#tree;
    if (inode < 0 || entries.isFolder(inode)) {
      this.#leftOut.add("broken-hard-link", node);
    } else if (entries.isFile(inode)) {
      this.#takeFile(node, inode);
    } else if (entries.type(inode) !== "symlink") {
      this.#leftOut.add("device", node);
    } else if (isSafeLink(entries.linkname(inode))) {
      this.symlinks.push(node);
      this.#leftOut.addAttributes(inode, node);
    } else {
      this.#leftOut.add("unsafe-link", node);
    }
  }

  #takeFile(node: Node, inode: EntryId): void {
    const { entries } = this.#tree;
    const first = this.#firstOf.get(inode);
    if (first !== undefined) {
      this.names.push({ node, first });
      return;
    }
    this.#firstOf.set(inode, node);
    this.bytes += entries.bytes(inode);
    this.#leftOut.addAttributes(inode, node);
    const layer = entries.layer(inode);
    addToGroup(this.files, layer, node);
  }
}

/** Returns the row that has the type, mode, times and content of a node. */
export function inodeOf({ tree, rootfs }: ExtractPlan, node: Node): EntryId {
  const row = rootfs[node];
  return row < 0 ? -1 : tree.entries.inode[row];
}

/** Returns the permission bits of a node; `0755` for a root that no layer lists. */
export function modeOf(plan: ExtractPlan, node: Node): number {
  const inode = inodeOf(plan, node);
  return inode < 0 ? 0o755 : plan.tree.entries.mode(inode) & (plan.setuid ? 0o7777 : 0o777);
}

/** Returns the target path of a node: absolute, in the bytes of the image's names. */
export function targetBytes({ tree, node, target }: ExtractPlan, at: Node): Buffer {
  const below = pathBelow(tree, node, at);
  return Buffer.from(target.path === "/" && below !== "" ? below : `${target.path}${below}`, "latin1");
}

/** Returns the target path of a node, beginning with the text that the user typed. */
export function shownPath({ tree, node, target }: ExtractPlan, at: Node): Printable {
  const below = escapePath(pathBelow(tree, node, at));
  return `${below === "" ? target.shown : target.shown.replace(/\/+$/, "")}${below}` as Printable;
}

function pathBelow(tree: FileTree, top: Node, at: Node): RawPath {
  if (at === top) return "" as RawPath;
  return tree.path(at).slice(top === 0 ? 0 : tree.path(top).length) as RawPath;
}
