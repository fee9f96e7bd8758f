import { type Change, changeOf, UNCHANGED } from "../../tree/changes.js";
import type { FileTree, Rootfs } from "../../tree/file-tree.js";
import { applyLayer, rootfsUpTo } from "../../tree/layer-diff.js";
import { type FileFilter, type FileSort, fileOrder, fileTest, type ListedVersion } from "./file-filter.js";

/** Which files are listed, and in which order. */
export interface FileQuery extends FileFilter {
  readonly sort: FileSort;
  /** The number of files to list, after sorting; `null` for all. */
  readonly top: number | null;
}

/** A version of a path that is listed. */
export interface ListedFile extends ListedVersion {
  /** What its layer did to the path; `UNCHANGED` in a merged filesystem, where that is not looked at. */
  readonly change: Change;
}

/** The files of the filesystem up to `layer`; of the final one where that is `null`. */
export function listFiles(tree: FileTree, layer: number | null, query: FileQuery): ListedFile[] {
  const rootfs = rootfsUpTo(tree, layer);
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
  const isListed = fileTest(tree, query);
  const found = files.filter(({ node, row }) => isListed(node, row));
  found.sort(fileOrder(query.sort, tree.entries));
  return query.top === null ? found : found.slice(0, query.top);
}
