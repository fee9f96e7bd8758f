import type { RecalledTree, TreeColumns } from "../image/members/tree-columns.js";
import { buildTree } from "./build/build.js";
import { EntryTable } from "./columns/entry-table.js";
import { FileTree } from "./file-tree.js";
import { type LayerStack, type LoadOptions, loadMembers } from "./load-members.js";

/**
 * Reads the headers of all layers into one tree.
 * @throws LayerxError as reading a layer; the signal's reason when aborted.
 */
export async function loadTree(image: LayerStack, options: LoadOptions = {}): Promise<FileTree> {
  const recalled = (await image.tree?.recall()) ?? null;
  if (recalled !== null) {
    const bytes = image.layers.reduce((sum, { storedSize }) => sum + storedSize, 0);
    options.onProgress?.(bytes, bytes);
    return recalledTree(recalled);
  }
  const tree = buildTree(await loadMembers(image, options));
  options.signal?.throwIfAborted();
  await image.tree?.keep(columnsOf(tree));
  return tree;
}

/** Returns the columns of a tree that was built from layers, for a cache. */
export function columnsOf(tree: FileTree): TreeColumns {
  const { columns: paths, entries, layers, rootfs } = tree;
  return {
    paths,
    ...entries.mergedColumns(),
    layers: layers.map(({ repeated, ...lists }) => ({ ...lists, repeated: Int32Array.from(repeated) })),
    rootfs,
  };
}

/** Restores the tree of an earlier run. Nothing is merged again. */
export function recalledTree({ columns, layers }: RecalledTree): FileTree {
  const { paths, rootfs } = columns;
  const entries = new EntryTable();
  entries.reserve(columns.rowNode.length);
  for (const [index, layer] of layers.entries()) if (layer !== null) entries.appendRows(layer.rows, index);
  entries.addMerged(columns);
  const diffs = columns.layers.map(({ repeated, ...lists }, index) => {
    const { memberCount = 0, root = null } = layers[index] ?? {};
    return { memberCount, root, ...lists, repeated: Array.from(repeated) };
  });
  return new FileTree(paths, entries, diffs, rootfs);
}
