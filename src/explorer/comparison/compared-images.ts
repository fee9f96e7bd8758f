import type { Comparison } from "../../analysis/diff/compare-images.js";
import type { LayerPair } from "../../analysis/diff/layer-pairs.js";
import type { JoinedTrees } from "../../tree/compare/joined-trees.js";
import type { Node } from "../../tree/file-tree.js";
import type { Instruction } from "../layers/instructions.js";
import type { ComparedDocuments } from "./comparison-documents.js";
import type { ComparedNumbers } from "./comparison-facts.js";
import type { PairViews } from "./pair-views.js";
import type { Reason } from "./reasons.js";

/** Two images that are compared: everything about them except the tree. */
export interface ComparedImages extends ComparedNumbers {
  readonly comparison: Comparison;
  /** True if no path and no setting differs. */
  readonly isSame: boolean;
  /** The pairs of layers that were built again from the same instruction with the same files. */
  readonly rebuilt: ReadonlySet<LayerPair>;
  readonly reasons: readonly Reason[];
  readonly trees: JoinedTrees;
  /** For the old node of a moved path, its new node. */
  readonly movedTo: ReadonlyMap<Node, Node>;
  readonly instructions: readonly Instruction[];
  readonly views: PairViews;
  readonly documents: ComparedDocuments;
}

/** Returns the layers of a row of the list; `null` for the first row, which means all layers. */
export function pairOf({ comparison }: ComparedImages, { layer }: Instruction): LayerPair | null {
  return layer === null || layer === 0 ? null : (comparison.layers.at(layer - 1) ?? null);
}
