import type { EntryId } from "../tree/columns/entry-table.js";
import type { FileTree, LayerDiff, Node, Rootfs } from "../tree/file-tree.js";
import { applyLayer, entryIn, isHidden } from "../tree/layer-diff.js";

/** A folder and its parent folders, in the filesystem below a layer. */
interface FolderChain {
  readonly row: EntryId;
  readonly above: FolderChain | null;
}

/** A hard link whose content is in a lower layer. */
interface LowerLink {
  /**
   * The target row of the link; −1 if the link's own layer removes or replaces that row, so that the link
   * needs the content itself.
   */
  readonly target: EntryId;
  /** The parent folders of the target, in the filesystem below the link's layer; `null` for the root. */
  readonly folder: FolderChain | null;
}

export interface NeededRows {
  /** For each row: 1 if the final filesystem needs it. */
  readonly needed: Uint8Array;
  /** For each row: 1 if a needed row of the same layer has its content. */
  readonly neededContent: Uint8Array;
  readonly lowerLinks: ReadonlyMap<EntryId, LowerLink>;
}

/**
 * Finds the rows that the final filesystem needs: visible rows, earlier versions of visible folders, and the targets of visible
 * hard links in lower layers.
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
  const chains = new Set<FolderChain>();
  for (const row of rootfs) need(row);
  for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
    // An implied folder did not exist before, so its earlier version must not appear again.
    if (!entries.isImplied(row)) need(earlier.get(row) ?? -1);
    const link = lowerLinks.get(row);
    if (link === undefined) continue;
    need(link.target);
    for (let folder = link.folder; folder !== null && !chains.has(folder); folder = folder.above) {
      chains.add(folder);
      need(folder.row);
    }
  }
  const neededContent = new Uint8Array(entries.size);
  for (let row = 0; row < needed.length; row++) {
    const inode = entries.inode[row];
    if (needed[row] !== 0 && inode >= 0 && entries.layer(inode) === entries.layer(row))
      neededContent[inode] = 1;
  }
  return { needed, neededContent, lowerLinks };
}

interface TreeHistory {
  /** For each folder, its previous version. */
  readonly earlier: ReadonlyMap<EntryId, EntryId>;
  readonly lowerLinks: ReadonlyMap<EntryId, LowerLink>;
}

function history(tree: FileTree): TreeHistory {
  const { entries } = tree;
  const below = new Int32Array(tree.size).fill(-1);
  const earlier = new Map<EntryId, EntryId>();
  const lowerLinks = new Map<EntryId, LowerLink>();
  for (const [index, layer] of tree.layers.entries()) {
    const leadsDown = (row: EntryId) => {
      const inode = entries.inode[row];
      return inode >= 0 && inode !== row && entries.layer(inode) !== index;
    };
    const links = layer.entries.filter(leadsDown);
    if (links.length > 0) addLowerLinks(lowerLinks, { links, tree, layer, below });
    applyLayer(layer, below, (_, before, after) => {
      if (before >= 0 && after >= 0 && entries.isFolder(before) && entries.isFolder(after)) {
        earlier.set(after, before);
      }
    });
  }
  return { earlier, lowerLinks };
}

interface LinksOfLayer {
  readonly links: Int32Array;
  readonly tree: FileTree;
  readonly layer: LayerDiff;
  readonly below: Rootfs;
}

function addLowerLinks(found: Map<EntryId, LowerLink>, { links, tree, layer, below }: LinksOfLayer): void {
  const { inode } = tree.entries;
  const names = namesOf(new Set(links.map((row) => inode[row])), { tree, layer, below });
  const chains = new Map<Node, FolderChain>();
  const chainOf = (node: Node): FolderChain | null => {
    if (node <= 0) return null;
    const known = chains.get(node);
    if (known !== undefined) return known;
    const chain = { row: below[node], above: chainOf(tree.parent(node)) };
    chains.set(node, chain);
    return chain;
  };
  for (const row of links) {
    const node = names.get(inode[row]);
    const target = node === undefined ? -1 : below[node];
    found.set(row, { target, folder: node === undefined ? null : chainOf(tree.parent(node)) });
  }
}

/**
 * Returns, for each of these inodes, a name that exists below the layer and that the layer does not change.
 * Its own name, if possible.
 */
function namesOf(
  inodes: Set<EntryId>,
  { tree, layer, below }: Omit<LinksOfLayer, "links">,
): Map<EntryId, Node> {
  const { entries } = tree;
  const names = new Map<EntryId, Node>();
  const left = (node: Node) => below[node] >= 0 && !isHidden(layer, node) && entryIn(layer, node) < 0;
  for (const inode of inodes) {
    const node = entries.node[inode];
    if (left(node) && entries.inode[below[node]] === inode) names.set(inode, node);
  }
  // One pass over the whole filesystem: a search for each link would take the time of links × files.
  for (let node = 1; node < below.length && names.size < inodes.size; node++) {
    const inode = below[node] < 0 ? -1 : entries.inode[below[node]];
    if (inodes.has(inode) && !names.has(inode) && left(node)) names.set(inode, node);
  }
  return names;
}
