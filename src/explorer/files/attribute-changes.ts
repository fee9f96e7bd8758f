import type { DeadCopy } from "../../analysis/waste/waste.js";
import type { Node } from "../../tree/file-tree.js";

/** By layer: files that the layer stores again with the same content. */
type SameContent = ReadonlyMap<number, ReadonlySet<Node>>;

/**
 * Finds the files whose attributes alone changed: mode, owner, times or extended attributes. The causes of the waste say which
 * files those are, since they come from a comparison of the contents.
 */
export function sameContent(copies: readonly DeadCopy[]): SameContent {
  const byLayer = new Map<number, Set<Node>>();
  for (const { cause, endedBy, node } of copies) {
    if (cause !== "metadata" && cause !== "rewritten") continue;
    const nodes = byLayer.get(endedBy) ?? new Set();
    byLayer.set(endedBy, nodes.add(node));
  }
  return byLayer;
}
