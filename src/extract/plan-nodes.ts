import { escapePath, type Printable, type RawPath } from "../text/escape.js";
import type { EntryId } from "../tree/columns/entry-table.js";
import type { FileTree, Node } from "../tree/file-tree.js";
import type { ExtractPlan } from "./plan.js";

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
