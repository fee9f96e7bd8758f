import type { RawPath } from "../text/escape.js";
import type { FileTree, Node, Rootfs } from "./file-tree.js";

/** The result of following the symlinks of a path. */
export type Followed =
  | { readonly is: "found"; readonly node: Node }
  /** `at` does not exist; `link` is the last symlink that was followed, or −1. */
  | { readonly is: "missing"; readonly at: RawPath; readonly link: Node }
  /** There are more symlinks than a kernel follows, for example a circle. */
  | { readonly is: "loop"; readonly link: Node };

// The limit of Linux (MAXSYMLINKS).
const MOST_LINKS = 40;

/**
 * Follows a path in a merged filesystem as a process in a container would. Symlinks of folders and of the
 * file itself are followed. Absolute targets start at the image's root, and `..` never leaves it.
 */
export function follow(tree: FileTree, rootfs: Rootfs, path: RawPath): Followed {
  const { entries } = tree;
  let parts = split(path);
  let node: Node = 0;
  let link: Node = -1;
  for (let links = 0; ; ) {
    const part = parts.shift();
    if (part === undefined) return { is: "found", node };
    if (part === ".") continue;
    if (part === "..") {
      node = Math.max(tree.parent(node), 0);
      continue;
    }
    const child = childNode(tree, node, part);
    if (child < 0 || rootfs[child] < 0) return { is: "missing", at: join(tree.path(node), [part]), link };
    if (entries.type(rootfs[child]) !== "symlink") {
      node = child;
      continue;
    }
    if (++links > MOST_LINKS) return { is: "loop", link: child };
    link = child;
    const target = entries.linkname(rootfs[child]);
    if (target.startsWith("/")) node = 0;
    parts = [...split(target), ...parts];
  }
}

function split(path: RawPath): RawPath[] {
  return path.split("/").filter((part) => part !== "") as RawPath[];
}

function join(folder: RawPath, parts: readonly RawPath[]): RawPath {
  return `${folder === "/" ? "" : folder}/${parts.join("/")}` as RawPath;
}

function childNode(tree: FileTree, folder: Node, name: RawPath): Node {
  for (const child of tree.children(folder)) if (tree.name(child) === name) return child;
  return -1;
}
