import type { DeadCopy } from "../../analysis/waste/waste.js";
import { MODIFIED } from "../../tree/changes.js";
import type { Node } from "../../tree/file-tree.js";
import { chosenInstruction } from "../layers/chosen-instruction.js";
import type { State } from "../state.js";
import type { FilesView } from "./files-view.js";

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

/** Whether a path changed in its attributes only. False as long as contents are not compared. */
export function isMetadataOnly(state: State, { layer }: FilesView, node: Node): boolean {
  if (layer.metadataOnly !== undefined) return layer.metadataOnly[node] === 1;
  if (layer.changes[node] !== MODIFIED || state.waste.state !== "found") return false;
  const upTo = chosenInstruction(state)?.upTo ?? -1;
  return state.subject.sameContent(state.waste.copies).get(upTo)?.has(node) ?? false;
}
