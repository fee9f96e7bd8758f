import type { EntryType } from "../../image/entry.js";
import type { EntryId, EntryTable } from "../../tree/columns/entry-table.js";
import type { FileTree, Node } from "../../tree/file-tree.js";

export const FILE_SORTS = ["size", "path", "layer", "mtime"] as const;
export type FileSort = (typeof FILE_SORTS)[number];

/** The conditions for versions of paths to be listed. */
export interface FileFilter {
  /** 1 for each node that may be listed; `null` for all nodes. */
  readonly paths: Uint8Array | null;
  /** 1 for each node that is not listed; `null` for none. */
  readonly excluded: Uint8Array | null;
  /** The types to list; `null` for all. */
  readonly types: ReadonlySet<EntryType> | null;
  /** The minimum size in bytes. Folders and links have size 0. */
  readonly minSize: number;
  readonly maxSize: number;
  /** The layer that wrote the version; `null` for all layers. */
  readonly changedBy: number | null;
}

/** Returns a function that returns true if a version of a path is listed. */
export function fileTest(
  { entries }: FileTree,
  { paths, excluded, types, minSize, maxSize, changedBy }: FileFilter,
): (node: Node, row: EntryId) => boolean {
  return (node, row) => {
    if (paths !== null && paths[node] === 0) return false;
    if (excluded !== null && excluded[node] !== 0) return false;
    if (changedBy !== null && entries.layer(row) !== changedBy) return false;
    const bytes = entries.bytes(row);
    return bytes >= minSize && bytes <= maxSize && (types === null || types.has(entries.type(row)));
  };
}

/** A version of a path. */
export interface ListedVersion {
  readonly node: Node;
  readonly row: EntryId;
}

/**
 * Returns a comparison for sorting. By size and by time, the biggest and the newest come first. By path and
 * by layer, the lowest come first. Equal ones are sorted by path.
 */
export function fileOrder(
  sort: FileSort,
  entries: EntryTable,
): (a: ListedVersion, b: ListedVersion) => number {
  const by: Record<FileSort, (file: ListedVersion) => number> = {
    size: ({ row }) => -entries.bytes(row),
    layer: ({ row }) => entries.layer(row),
    mtime: ({ row }) => -entries.mtime(row),
    path: () => 0,
  };
  const key = by[sort];
  return (a, b) => key(a) - key(b) || a.node - b.node;
}
