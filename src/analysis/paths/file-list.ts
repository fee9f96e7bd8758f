import type { EntryType } from "../../image/entry.js";
import { type Change, changeOf, UNCHANGED } from "../../tree/changes.js";
import type { EntryId, EntryTable } from "../../tree/columns/entry-table.js";
import type { FileTree, Node, Rootfs } from "../../tree/file-tree.js";
import { applyLayer, merge } from "../../tree/layer-diff.js";

export const FILE_SORTS = ["size", "path", "layer", "mtime"] as const;
export type FileSort = (typeof FILE_SORTS)[number];

/** Which files are listed, and in which order. */
export interface FileQuery {
  /** 1 for each node whose path is wanted; `null` for all. */
  readonly paths: Uint8Array | null;
  /** 1 for each node whose path is left out; `null` for none. */
  readonly excluded: Uint8Array | null;
  readonly types: ReadonlySet<EntryType>;
  /** Bytes of content. */
  readonly minSize: number;
  readonly maxSize: number;
  /** Only versions that this layer wrote; `null` for all layers. */
  readonly changedBy: number | null;
  /** By size and by time: the biggest and the newest first. By path and by layer: the lowest first. */
  readonly sort: FileSort;
  /** Only so many, after sorting; `null` for all. */
  readonly top: number | null;
}

/** A version of a path that is listed. */
export interface ListedFile {
  readonly node: Node;
  readonly row: EntryId;
  /** What its layer did to the path; `UNCHANGED` in a merged filesystem, where that is not looked at. */
  readonly change: Change;
}

/** The files of the filesystem up to `layer`; of the final one where that is `null`. */
export function listFiles(tree: FileTree, layer: number | null, query: FileQuery): ListedFile[] {
  const rootfs = layer === null ? tree.rootfs : merge(tree.layers.slice(0, layer + 1), tree.size);
  const found: ListedFile[] = [];
  for (let node = 1; node < tree.size; node++) {
    if (rootfs[node] >= 0) found.push({ node, row: rootfs[node], change: UNCHANGED });
  }
  return chosen(tree, found, query);
}

/** By layer what it added, modified and removed; a removed path is listed as it was. */
export function listFilesOfLayers(tree: FileTree, query: FileQuery): ListedFile[][] {
  const rootfs: Rootfs = new Int32Array(tree.size).fill(-1);
  return tree.layers.map((layer) => {
    const found: ListedFile[] = [];
    applyLayer(layer, rootfs, (node, before, after) => {
      found.push({ node, row: after < 0 ? before : after, change: changeOf(before, after) });
    });
    return chosen(tree, found, query);
  });
}

function chosen(tree: FileTree, files: readonly ListedFile[], query: FileQuery): ListedFile[] {
  const { entries } = tree;
  const { paths, excluded, types, minSize, maxSize, changedBy, sort, top } = query;
  const found = files.filter(({ node, row }) => {
    if (paths !== null && paths[node] === 0) return false;
    if (excluded !== null && excluded[node] !== 0) return false;
    if (changedBy !== null && entries.layer(row) !== changedBy) return false;
    const bytes = entries.bytes(row);
    return types.has(entries.type(row)) && bytes >= minSize && bytes <= maxSize;
  });
  found.sort(orderOf(sort, entries));
  return top === null ? found : found.slice(0, top);
}

/** Equal ones stand in the order of paths. */
function orderOf(sort: FileSort, entries: EntryTable): (a: ListedFile, b: ListedFile) => number {
  const by: Record<FileSort, (file: ListedFile) => number> = {
    size: ({ row }) => -entries.bytes(row),
    layer: ({ row }) => entries.layer(row),
    mtime: ({ row }) => -entries.mtime(row),
    path: () => 0,
  };
  const key = by[sort];
  return (a, b) => key(a) - key(b) || a.node - b.node;
}
