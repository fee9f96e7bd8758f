import { FileTree } from "../file-tree.js";
import type { Outline } from "./outline.js";

interface Outlined {
  readonly tree: FileTree;
  readonly outline: Outline;
}

/**
 * Returns the first `count` nodes of a tree as a tree of its own, so that columns over it are short. Entries
 * and layers are those of the whole tree.
 */
export function firstNodes({ tree, outline }: Outlined, count: number): Outlined {
  if (tree.size <= count) return { tree, outline };
  const { parent, end, nameStart, pool } = tree.columns;
  const columns = {
    parent: parent.subarray(0, count),
    end: end.slice(0, count).map((after) => Math.min(after, count)),
    nameStart: nameStart.subarray(0, count + 1),
    pool,
  };
  const { depths, deepest, sameBytes, differing, sumPlaces } = outline;
  let last = count - 1;
  while (sumPlaces[last] === 0) last--;
  return {
    tree: new FileTree(columns, tree.entries, tree.layers, tree.rootfs),
    outline: {
      depths: depths.subarray(0, count),
      deepest,
      sameBytes: sameBytes.subarray(0, count),
      differing: differing.filter((node) => node < count),
      sumPlaces: sumPlaces.subarray(0, count),
      sums: sumPlaces[last] + 1,
    },
  };
}
