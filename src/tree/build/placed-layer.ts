import type { LayerMembers } from "../../image/members/members.js";
import type { EntryId } from "../columns/entry-table.js";

/** The members of one layer, with their nodes in the tree. */
export interface PlacedLayer {
  readonly members: LayerMembers;
  /** The row of the layer's first member. The others follow in the order of the archive. */
  readonly first: EntryId;
  /** For each node of the layer, its number in the tree; in rising order. */
  readonly numberOf: Int32Array;
  /** For each hard link, its target node in the tree, or −1. */
  readonly linkNodes: Int32Array;
}
