import { type FileFilter, type FileSort, fileOrder, fileTest } from "../../analysis/paths/file-filter.js";
import type { RawPath } from "../../text/escape.js";
import { type Change, layerView, UNCHANGED } from "../../tree/changes.js";
import type { EntryId } from "../../tree/columns/entry-table.js";
import type { FileTree, Node, Rootfs } from "../../tree/file-tree.js";

/** A filesystem to list: merged up to a layer, or only the changes of that layer. */
export interface PathListing {
  readonly tree: FileTree;
  /** The layer whose changes are listed; `null` for the final filesystem, which has no changes. */
  readonly layer: number | null;
  /** The node to list, with everything below it. */
  readonly from: Node;
  readonly rootfs: Rootfs;
  readonly below: Rootfs | null;
  readonly changes: Uint8Array | null;
  readonly onlyChanges: boolean;
  /** The paths to list, in order; `null` for all paths, in pre-order. */
  readonly chosen: readonly ListedPath[] | null;
}

export interface ListedPath {
  readonly node: Node;
  /** The entry at the path; for a removed path, the entry that was removed. */
  readonly row: EntryId;
  readonly change: Change;
}

export interface ListingOptions {
  /** The last layer to merge, whose changes are listed; by default the final filesystem. */
  readonly layer: number | null;
  /** True to list only the changes of the layer; by default of the last one. */
  readonly onlyChanges: boolean;
}

/** Returns the filesystem to list, merged up to a layer, with the changes of that layer. */
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

/** Returns true if the listing contains the node: it exists, or the layer removed it. */
export function isListed({ rootfs, changes }: PathListing, node: Node): boolean {
  return rootfs[node] >= 0 || (changes !== null && changes[node] !== UNCHANGED);
}

/** The conditions that narrow a listing. */
export interface PathSelection {
  readonly filter: FileFilter;
  /** The order; `null` for pre-order. */
  readonly sort: FileSort | null;
  /** The number of rows to list, after sorting; `null` for all. */
  readonly top: number | null;
}

/** Returns the listing of the entries that match the filter, in an order. */
export function narrowed(listing: PathListing, { filter, sort, top }: PathSelection): PathListing {
  const { tree } = listing;
  const isWanted = fileTest(tree, filter);
  const chosen = [...listed(listing)].filter(({ node, row }) => isWanted(node, row));
  if (sort !== null) chosen.sort(fileOrder(sort, tree.entries));
  return { ...listing, chosen: top === null ? chosen : chosen.slice(0, top) };
}

/**
 * Returns the paths of a listing, without the root: the chosen paths, or all in pre-order, siblings by bytes.
 */
export function listed(listing: PathListing): Iterable<ListedPath> {
  return listing.chosen ?? inPreOrder(listing);
}

/** Returns a function that returns absolute paths. Call it in the order of `listed`. */
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
 * Returns a function that returns absolute paths, for nodes in pre-order, each once, none before `from`. A
 * call takes only the time for its own name, not for all folders above it.
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
