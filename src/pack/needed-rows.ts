import type { EntryId } from "../tree/columns/entry-table.js";
import { firstFrom } from "../tree/columns/first-from.js";
import type { FileTree, Node, Rootfs } from "../tree/file-tree.js";
import { applyLayer, type LayerDiff } from "../tree/layer-diff.js";

/** A hard link whose content a lower layer has. */
interface LowerLink {
  /** The row that the link leads to; −1 where its own layer removes or replaces that, and so must hold the content itself. */
  readonly target: EntryId;
  /** Folders above the target, as the link's layer finds them. */
  readonly folders: readonly EntryId[];
}

export interface NeededRows {
  /** By row: 1 where the final filesystem needs it. */
  readonly needed: Uint8Array;
  readonly lowerLinks: ReadonlyMap<EntryId, LowerLink>;
}

/**
 * Finds the rows that the final filesystem needs: what is visible in it, earlier versions of its folders, and what visible
 * hard links lead to in lower layers.
 */
export function findNeeded(tree: FileTree): NeededRows {
  const { entries, rootfs } = tree;
  const { earlier, lowerLinks } = history(tree);
  const needed = new Uint8Array(entries.size);
  const waiting: EntryId[] = [];
  const need = (row: EntryId) => {
    if (row < 0 || needed[row] !== 0) return;
    needed[row] = 1;
    waiting.push(row);
  };
  for (const row of rootfs) need(row);
  for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
    // An implied folder was not there before: no earlier version of it may come back.
    if (!entries.isImplied(row)) need(earlier.get(row) ?? -1);
    const link = lowerLinks.get(row);
    if (link === undefined) continue;
    need(link.target);
    for (const folder of link.folders) need(folder);
  }
  return { needed, lowerLinks };
}

interface TreeHistory {
  /** By folder the version of it that stood there just before. */
  readonly earlier: ReadonlyMap<EntryId, EntryId>;
  readonly lowerLinks: ReadonlyMap<EntryId, LowerLink>;
}

function history(tree: FileTree): TreeHistory {
  const { entries } = tree;
  const below = new Int32Array(tree.size).fill(-1);
  const earlier = new Map<EntryId, EntryId>();
  const lowerLinks = new Map<EntryId, LowerLink>();
  for (const [index, layer] of tree.layers.entries()) {
    for (const row of layer.entries) {
      const inode = entries.inode[row];
      if (inode < 0 || inode === row || entries.layer(inode) === index) continue;
      lowerLinks.set(row, lowerLink(tree, { row, layer, below }));
    }
    applyLayer(layer, below, (_, before, after) => {
      if (before >= 0 && after >= 0 && entries.isFolder(before) && entries.isFolder(after)) {
        earlier.set(after, before);
      }
    });
  }
  return { earlier, lowerLinks };
}

function lowerLink(
  tree: FileTree,
  { row, layer, below }: { row: EntryId; layer: LayerDiff; below: Rootfs },
): LowerLink {
  const { entries } = tree;
  const inode = entries.inode[row];
  const leadsTo = (node: Node) => node >= 0 && below[node] >= 0 && entries.inode[below[node]] === inode;
  const node = [tree.find(entries.linkname(row)), entries.node[inode]].find(leadsTo);
  if (node === undefined || isHidden(layer, node) || writes(layer, node)) return { target: -1, folders: [] };
  const folders: EntryId[] = [];
  for (let at = tree.parent(node); at > 0; at = tree.parent(at)) folders.push(below[at]);
  return { target: below[node], folders };
}

function isHidden({ hidden }: LayerDiff, node: Node): boolean {
  for (let i = 0; i < hidden.length; i += 2) if (hidden[i] <= node && node < hidden[i + 1]) return true;
  return false;
}

function writes({ nodes }: LayerDiff, node: Node): boolean {
  return nodes[firstFrom(nodes, node)] === node;
}
