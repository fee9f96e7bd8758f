import { type Change, changeOf, UNCHANGED } from "../../tree/changes.js";
import type { FileTree, Rootfs } from "../../tree/file-tree.js";
import { applyLayer, rootfsUpTo } from "../../tree/layer-diff.js";
import { type FileFilter, type FileSort, fileOrder, fileTest, type ListedVersion } from "./file-filter.js";

/** The conditions and the order for listing files. */
export interface FileQuery extends FileFilter {
  readonly sort: FileSort;
  /** The number of files to list, after sorting; `null` for all. */
  readonly top: number | null;
}

/** A version of a path that is listed. */
export interface ListedFile extends ListedVersion {
  /** The change that the layer made to the path. Always `UNCHANGED` in a merged filesystem. */
  readonly change: Change;
}

/** Returns the files of the filesystem after `layer`; `null` means the final filesystem. */
export function listFiles(tree: FileTree, layer: number | null, query: FileQuery): ListedFile[] {
  const rootfs = rootfsUpTo(tree, layer);
  const found: ListedFile[] = [];
  for (let node = 1; node < tree.size; node++) {
    if (rootfs[node] >= 0) found.push({ node, row: rootfs[node], change: UNCHANGED });
  }
  return chosen(tree, found, query);
}

/**
 * Returns, for each layer, the files that it added, modified and removed. A removed file is listed as it was
 * before.
 */
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
  const isListed = fileTest(tree, query);
  const found = files.filter(({ node, row }) => isListed(node, row));
  found.sort(fileOrder(query.sort, tree.entries));
  return query.top === null ? found : found.slice(0, query.top);
}
