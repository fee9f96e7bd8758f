import type { MemberHeader } from "../image/entry.js";
import type { Warning } from "../image/image.js";
import { firstFrom } from "../image/members/binary-search.js";
import { escapePath } from "../text/escape.js";
import type { FileTree, Node, Rootfs } from "../tree/file-tree.js";
import { type ArchivePlan, ArchivePlanner, hasTargetFile } from "./archive-plan.js";

export interface Planned {
  readonly plan: ArchivePlan;
  readonly warnings: readonly Warning[];
}

/** Plans the filesystem at `node` and below, with paths from the root, as `docker export` writes them. */
export function planFilesystem(
  tree: FileTree,
  { rootfs, node, layers }: { readonly rootfs: Rootfs; readonly node: Node; readonly layers: number },
): Planned {
  const planner = new ArchivePlanner(tree, { copies: false });
  const lost = new LostLinks(tree);
  if (node === 0) addRoot(tree, planner, layers);
  const links: Node[] = [];
  for (let at = node; at < tree.end(node); at++) {
    const row = rootfs[at];
    if (row < 0) continue;
    if (tree.entries.isFolder(row)) planner.addFolder(row);
    else if (!hasTargetFile(tree.entries, row)) lost.add(at);
    else if (tree.entries.inode[row] === row) planner.addName(at, row);
    else links.push(at);
  }
  // If the file's own path is exported, that path gets the content, and its links become hard links.
  for (const at of links) planner.addName(at, tree.entries.inode[rootfs[at]]);
  return { plan: planner.plan(), warnings: lost.warnings() };
}

/**
 * Plans the changes of one layer as a layer's archive: the entries that it wrote, and whiteouts for the paths
 * that it removed.
 */
export function planChanges(tree: FileTree, index: number): Planned {
  const { entries } = tree;
  const layer = tree.layers[index];
  const planner = new ArchivePlanner(tree, { copies: false });
  const lost = new LostLinks(tree);
  if (layer.root !== null) planner.addRoot(layer.root);
  const rows = new Map<Node, number>();
  for (const [i, node] of layer.nodes.entries()) rows.set(node, layer.entries[i]);
  const opaques = new Set(layer.opaques);
  const whiteouts = new Set(layer.whiteouts);
  for (const at of sortedUnion(layer.nodes, layer.whiteouts, layer.opaques)) {
    const row = rows.get(at);
    if (whiteouts.has(at)) planner.addWhiteout(at);
    if (row !== undefined && entries.isFolder(row) && !entries.isImplied(row)) planner.addFolder(row);
    if (opaques.has(at)) planner.addOpaqueMarker(at);
    if (row === undefined || entries.isFolder(row)) continue;
    const inode = entries.inode[row];
    if (!hasTargetFile(entries, row)) lost.add(at);
    else if (entries.layer(inode) < index) planner.addOutsideLink(at, inode, entries.linkname(row));
    else planner.addName(at, inode);
  }
  return { plan: planner.plan(), warnings: lost.warnings() };
}

/** Returns the same members with one modification time, in seconds since 1970. */
export function withTime(plan: ArchivePlan, mtime: number): ArchivePlan {
  const set = (member: MemberHeader): MemberHeader => ({ ...member, mtime, mtimeNanos: 0 });
  return {
    folders: plan.folders.map(set),
    parts: new Map(
      [...plan.parts].map(([layer, parts]) => [
        layer,
        parts.map((part) => ({ ...part, member: part.member && set(part.member) })),
      ]),
    ),
    rest: plan.rest.map(set),
  };
}

/** Adds the root folder with the facts of the highest of these layers that lists it. */
function addRoot(tree: FileTree, planner: ArchivePlanner, layers: number): void {
  const root = tree.layers.slice(0, layers).findLast((layer) => layer.root !== null)?.root;
  if (root) planner.addRoot(root);
}

/** Returns the nodes of a sorted list and of other lists, sorted, each once. */
export function sortedUnion(sorted: Int32Array, ...lists: readonly Iterable<Node>[]): Int32Array {
  const others = new Set<Node>();
  for (const list of lists) {
    for (const node of list) if (sorted[firstFrom(sorted, node)] !== node) others.add(node);
  }
  if (others.size === 0) return sorted;
  const all = new Int32Array(sorted.length + others.size);
  all.set(sorted);
  all.set([...others], sorted.length);
  return all.sort();
}

/** Collects hard links to missing files, for one warning: no archive can have them. */
class LostLinks {
  readonly #tree: FileTree;
  #first: Node = -1;
  #count = 0;

  constructor(tree: FileTree) {
    this.#tree = tree;
  }

  add(node: Node): void {
    if (this.#count++ === 0) this.#first = node;
  }

  warnings(): Warning[] {
    if (this.#count === 0) return [];
    const path = escapePath(this.#tree.path(this.#first));
    const more = this.#count === 1 ? "" : ` and ${this.#count - 1} more`;
    return [
      { code: "broken-hard-link", message: `hard links to a missing file are left out: ${path}${more}` },
    ];
  }
}
