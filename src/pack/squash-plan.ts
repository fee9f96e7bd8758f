import type { EntryId } from "../tree/columns/entry-table.js";
import type { FileTree, Node, Rootfs } from "../tree/file-tree.js";
import { type ArchivePlan, ArchivePlanner } from "./archive-plan.js";
import { whiteoutMember } from "./filesystem-plan.js";
import { rowMember } from "./member.js";

/** One layer in the place of all above the base: what they show, and whiteouts for what they remove of the base. */
export function planSquash(
  tree: FileTree,
  { base, below }: { readonly base: number; readonly below: Rootfs },
): ArchivePlan {
  const { entries, rootfs } = tree;
  const planner = new ArchivePlanner(tree);
  const root = tree.layers.slice(base).findLast((layer) => layer.root !== null)?.root;
  if (root) planner.addRoot(root);
  const names: Node[] = [];
  for (let node = 1; node < tree.size; ) {
    const [row, old] = [rootfs[node], below[node]];
    if (row < 0) {
      if (old >= 0) planner.addFolder(whiteoutMember(planner.pathOf(node)));
      node = tree.end(node);
      continue;
    }
    const isNew = entries.layer(row) >= base;
    if (isNew && entries.isFolder(row)) planner.addFolder(rowMember(entries, row, planner.pathOf(node)));
    else if (isNew) names.push(node);
    node = entries.isFolder(row) ? node + 1 : tree.end(node);
  }
  const baseNames = namesOfBase(tree, base);
  for (const node of names) {
    const inode = entries.inode[rootfs[node]];
    const target = baseNames.get(inode);
    if (target === undefined) planner.addName(node, inode);
    else planner.addOutsideLink(node, inode, planner.pathOf(target));
  }
  return planner.plan();
}

/** Files of the base that are still there, by inode the first name. */
function namesOfBase({ rootfs, entries }: FileTree, base: number): Map<EntryId, Node> {
  const names = new Map<EntryId, Node>();
  for (const [node, row] of rootfs.entries()) {
    if (row < 0 || entries.layer(row) >= base || entries.isFolder(row)) continue;
    if (!names.has(entries.inode[row])) names.set(entries.inode[row], node);
  }
  return names;
}
