import type { WastedCopy } from "../../analysis/waste/causes.js";
import type { Node } from "../../tree/file-tree.js";

/** For each layer: the files that it stores again with the same content. */
type SameContent = ReadonlyMap<number, ReadonlySet<Node>>;

/**
 * Returns the files whose attributes changed, but not their contents: mode, owner, times or extended
 * attributes. They are known from the causes of waste, for which contents were compared.
 */
export function sameContent(copies: readonly WastedCopy[]): SameContent {
  const byLayer = new Map<number, Set<Node>>();
  for (const { cause, endedBy, node } of copies) {
    if (cause !== "metadata" && cause !== "rewritten") continue;
    const nodes = byLayer.get(endedBy) ?? new Set();
    byLayer.set(endedBy, nodes.add(node));
  }
  return byLayer;
}
