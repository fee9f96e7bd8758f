import type { LayerMembers } from "../../image/members/members.js";
import type { EntryId } from "../columns/entry-table.js";

/** The members of one layer, with their places in the tree. */
export interface PlacedLayer {
  readonly members: LayerMembers;
  /** The row of the layer's first member. The others follow in the order of the archive. */
  readonly first: EntryId;
  /** The number in the tree of each of the layer's nodes; it rises. */
  readonly numberOf: Int32Array;
  /** The node in the tree that each hard link leads to, or −1. */
  readonly linkNodes: Int32Array;
}
