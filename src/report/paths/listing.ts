import { type FileFilter, type FileSort, fileOrder, fileTest } from "../../analysis/paths/file-filter.js";
import type { RawPath } from "../../text/escape.js";
import { type Change, layerView, UNCHANGED } from "../../tree/changes.js";
import type { EntryId } from "../../tree/columns/entry-table.js";
import type { FileTree, Node, Rootfs } from "../../tree/file-tree.js";

/** A filesystem to list: merged up to a layer, or only what that layer changed. */
export interface PathListing {
  readonly tree: FileTree;
  /** The layer whose changes are listed; `null` for the final filesystem, which has no changes. */
  readonly layer: number | null;
  /** The node whose path, and what is below it, is listed. */
  readonly from: Node;
  readonly rootfs: Rootfs;
  readonly below: Rootfs | null;
  readonly changes: Uint8Array | null;
  readonly onlyChanges: boolean;
  /** What is listed in place of all, in its order; `null` for all, in pre-order. */
  readonly chosen: readonly ListedPath[] | null;
}

export interface ListedPath {
  readonly node: Node;
  /** The entry at the path; for a removed path, the entry that was removed. */
  readonly row: EntryId;
  readonly change: Change;
}

export interface ListingOptions {
  /** Merge up to this layer, and list its changes; by default the final filesystem. */
  readonly layer: number | null;
  /** Leave what the layer changed; without `layer`, the last one. */
  readonly onlyChanges: boolean;
}

export function makeListing(tree: FileTree, { layer, onlyChanges }: ListingOptions): PathListing {
  const index = layer ?? (onlyChanges && tree.layers.length > 0 ? tree.layers.length - 1 : null);
  if (index === null) {
    return {
      tree,
      layer: null,
      from: 0,
      rootfs: tree.rootfs,
      below: null,
      changes: null,
      onlyChanges,
      chosen: null,
    };
  }
  return { tree, layer: index, from: 0, ...layerView(tree, index), onlyChanges, chosen: null };
}

/** True where the listing has the node: it is there, or the layer removed it. */
export function isListed({ rootfs, changes }: PathListing, node: Node): boolean {
  return rootfs[node] >= 0 || (changes !== null && changes[node] !== UNCHANGED);
}

/** What a listing is narrowed to. */
export interface PathSelection {
  readonly filter: FileFilter;
  /** `null` for pre-order. */
  readonly sort: FileSort | null;
  /** The number of rows to list, after sorting; `null` for all. */
  readonly top: number | null;
}

/** The listing of the entries that the filter lets pass, in an order. */
export function narrowed(listing: PathListing, { filter, sort, top }: PathSelection): PathListing {
  const { tree } = listing;
  const isWanted = fileTest(tree, filter);
  const chosen = [...listed(listing)].filter(({ node, row }) => isWanted(node, row));
  if (sort !== null) chosen.sort(fileOrder(sort, tree.entries));
  return { ...listing, chosen: top === null ? chosen : chosen.slice(0, top) };
}

/** The paths of a listing, without the root: what was chosen, else all in pre-order, siblings by bytes. */
export function listed(listing: PathListing): Iterable<ListedPath> {
  return listing.chosen ?? inPreOrder(listing);
}

/** Returns absolute paths; call it in the order of `listed`. */
export function listedPaths({ tree, from, chosen }: PathListing): (node: Node) => RawPath {
  return chosen === null ? pathsInOrder(tree, from) : (node) => tree.path(node);
}

function* inPreOrder(listing: PathListing): Generator<ListedPath> {
  const { tree, from, rootfs, below, changes, onlyChanges } = listing;
  for (let node = Math.max(from, 1); node < tree.end(from); node++) {
    const change = (changes?.[node] ?? UNCHANGED) as Change;
    if (onlyChanges && change === UNCHANGED) continue;
    const row = rootfs[node] >= 0 ? rootfs[node] : change === UNCHANGED ? -1 : (below?.[node] ?? -1);
    if (row >= 0) yield { node, row, change };
  }
}

/**
 * Absolute paths of nodes that are requested in pre-order, each once, none before `from`: each costs its own
 * name, not those of all folders above it.
 */
function pathsInOrder(tree: FileTree, from: Node): (node: Node) => RawPath {
  const top = Math.max(tree.parent(from), 0);
  const stack = [{ end: tree.end(top), path: top === 0 ? "" : tree.path(top) }];
  let next = Math.max(from, 1);
  return (wanted) => {
    let path = "";
    for (; next <= wanted; next++) {
      while (stack[stack.length - 1].end <= next) stack.pop();
      path = `${stack[stack.length - 1].path}/${tree.name(next)}`;
      if (tree.end(next) > next + 1) stack.push({ end: tree.end(next), path });
    }
    return path as RawPath;
  };
}
