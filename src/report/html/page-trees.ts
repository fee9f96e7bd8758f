import type { WastedCopy } from "../../analysis/waste/causes.js";
import type { WasteFinding } from "../../analysis/waste/waste-groups.js";
import type { FileTree } from "../../tree/file-tree.js";
import { boundedTree, type Leaves } from "./bounded-tree.js";
import type { PageTree } from "./page-data.js";

/**
 * Returns the regular files of the final filesystem. The tag is the layer with the content. If a file has
 * several names, the first one has the bytes.
 */
export function fileColumns(tree: FileTree, budget: number): PageTree {
  const { entries, rootfs } = tree;
  const inodeOf = (node: number) => (rootfs[node] < 0 ? -1 : entries.inode[rootfs[node]]);
  const files: number[] = [];
  for (let node = 1; node < tree.size; node++) {
    const inode = inodeOf(node);
    if (inode >= 0 && entries.isFile(inode)) files.push(node);
  }
  const isCounted = new Uint8Array(entries.size);
  const leaves = leavesOf(files.length);
  for (const [at, node] of files.entries()) {
    const inode = inodeOf(node);
    leaves.nodes[at] = node;
    leaves.bytes[at] = isCounted[inode] === 1 ? 0 : entries.bytes(inode);
    leaves.tags[at] = entries.layer(inode);
    isCounted[inode] = 1;
  }
  return boundedTree(tree, leaves, budget);
}

/** Returns the wasted copies by path. The tag is the index of the finding. */
export function wasteColumns(
  tree: FileTree,
  copies: readonly WastedCopy[],
  { findings, budget }: { readonly findings: readonly WasteFinding[]; readonly budget: number },
): PageTree {
  const findingOf = new Map(
    findings.flatMap((finding, place) => finding.copies.map((copy) => [copy, place])),
  );
  const leaves = leavesOf(copies.length);
  for (const [at, copy] of copies.entries()) {
    leaves.nodes[at] = copy.node;
    leaves.bytes[at] = copy.bytes;
    leaves.tags[at] = findingOf.get(copy) ?? 0;
  }
  return boundedTree(tree, leaves, budget);
}

function leavesOf(count: number): Leaves {
  return { nodes: new Int32Array(count), bytes: new Float64Array(count), tags: new Int32Array(count) };
}
