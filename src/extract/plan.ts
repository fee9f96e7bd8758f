import { fail } from "../errors.js";
import type { Warning } from "../image/image.js";
import { escapePath, type Printable, type RawPath } from "../text/escape.js";
import type { EntryId } from "../tree/entry-table.js";
import type { FileTree, Node, Rootfs } from "../tree/file-tree.js";
import { LeftOut } from "./left-out.js";
import { isSafeName } from "./safe-name.js";
import type { Target } from "./target.js";

export interface PlanOptions {
  readonly target: Target;
  /** Gives files and folders the owner and group that they have in the image. */
  readonly owner?: boolean;
  /** Keeps setuid, setgid and sticky bits. */
  readonly setuid?: boolean;
}

/** What will be written, by node; nothing in it has been looked for on disk. */
export interface ExtractPlan {
  readonly tree: FileTree;
  readonly rootfs: Rootfs;
  /** What is taken out, with all below it. */
  readonly node: Node;
  readonly target: Target;
  readonly owner: boolean;
  readonly setuid: boolean;
  /** In pre-order: each stands behind the folder that holds it. */
  readonly folders: readonly Node[];
  /** Files with content of their own, by the layer that has it. */
  readonly files: ReadonlyMap<number, readonly Node[]>;
  /** Further names of files: `first` is the one in `files` that shares the content. */
  readonly names: readonly { readonly node: Node; readonly first: Node }[];
  readonly symlinks: readonly Node[];
  /** Of content, each file once. */
  readonly bytes: number;
  /** What of the image will not be on disk, a sentence a kind. */
  readonly warnings: readonly Warning[];
}

/**
 * Plans to take a node of a merged filesystem out, with all below it. Devices and named pipes are left out, and names
 * that would lead somewhere else.
 * @throws LayerxError `not-extractable` where nothing of it could be written.
 */
export function planExtract(
  { tree, rootfs, node }: { readonly tree: FileTree; readonly rootfs: Rootfs; readonly node: Node },
  { target, owner = false, setuid = false }: PlanOptions,
): ExtractPlan {
  const { entries } = tree;
  const leftOut = new LeftOut(tree);
  const folders: Node[] = [];
  const files = new Map<number, Node[]>();
  const names: { node: Node; first: Node }[] = [];
  const symlinks: Node[] = [];
  const firstOf = new Map<EntryId, Node>();
  let bytes = 0;

  const takeFile = (at: Node, inode: EntryId): void => {
    const first = firstOf.get(inode);
    if (first !== undefined) {
      names.push({ node: at, first });
      return;
    }
    firstOf.set(inode, at);
    bytes += entries.bytes(inode);
    const layer = entries.layer(inode);
    const ofLayer = files.get(layer);
    if (ofLayer === undefined) files.set(layer, [at]);
    else ofLayer.push(at);
  };

  for (let at = node; at < tree.end(node); ) {
    const row = rootfs[at];
    const safe = at === node || isSafeName(tree.name(at));
    if (!safe && row >= 0) leftOut.add("unsafe-name", at);
    if (!safe || (row < 0 && at > 0)) {
      at = tree.end(at);
      continue;
    }
    if (row < 0 || entries.isFolder(row)) {
      folders.push(at);
      if (row >= 0) leftOut.addAttributes(row, { setuid });
      at++;
      continue;
    }
    const inode = entries.inode[row];
    if (inode < 0 || entries.isFolder(inode)) leftOut.add("broken-hard-link", at);
    else if (entries.isFile(inode)) takeFile(at, inode);
    else if (entries.type(inode) === "symlink") symlinks.push(at);
    else leftOut.add("device", at);
    if (inode >= 0) leftOut.addAttributes(inode, { setuid });
    // What stands below a file can only be a mistake: there it goes no further.
    at = tree.end(at);
  }
  if (folders.length + files.size + symlinks.length === 0) refuse(tree, node);
  const warnings = leftOut.warnings();
  return { tree, rootfs, node, target, owner, setuid, folders, files, names, symlinks, bytes, warnings };
}

function refuse(tree: FileTree, node: Node): never {
  const reason =
    "only files, folders and symlinks can be written: it is a device, a named pipe or a broken hard link";
  return fail("not-extractable", { path: escapePath(tree.path(node)), reason });
}

/** The row whose type, mode, times and content a node gets. */
export function inodeOf({ tree, rootfs }: ExtractPlan, node: Node): EntryId {
  const row = rootfs[node];
  return row < 0 ? -1 : tree.entries.inode[row];
}

/** Permission bits that a node gets; a root that no layer lists is `0755`. */
export function modeOf(plan: ExtractPlan, node: Node): number {
  const inode = inodeOf(plan, node);
  return inode < 0 ? 0o755 : plan.tree.entries.mode(inode) & (plan.setuid ? 0o7777 : 0o777);
}

/** Where a node goes: an absolute path, in the bytes that the image has for its names. */
export function targetBytes({ tree, node, target }: ExtractPlan, at: Node): Buffer {
  const below = pathBelow(tree, node, at);
  return Buffer.from(target.path === "/" && below !== "" ? below : `${target.path}${below}`, "latin1");
}

/** Where a node goes, in the user's words. */
export function shownPath({ tree, node, target }: ExtractPlan, at: Node): Printable {
  const below = escapePath(pathBelow(tree, node, at));
  return `${below === "" ? target.shown : target.shown.replace(/\/+$/, "")}${below}` as Printable;
}

function pathBelow(tree: FileTree, top: Node, at: Node): RawPath {
  if (at === top) return "" as RawPath;
  return tree.path(at).slice(top === 0 ? 0 : tree.path(top).length) as RawPath;
}
