import type { LayerMembers } from "../../image/members/members.js";

/** The rows of one layer, sorted by node, then by their place in the archive. */
export interface RowOrder {
  /** Places in the archive. */
  readonly order: Int32Array;
  /** The node at each place of `order`, in the numbers of the tree. */
  readonly nodes: Int32Array;
}

/**
 * Sorts the rows of a layer by counting, since its nodes are numbers without gaps.
 * @param numberOf the number in the tree of each of the layer's nodes; it rises.
 */
export function rowOrder({ paths, rows }: LayerMembers, numberOf: Int32Array): RowOrder {
  const { count, node } = rows;
  /** First where rows at the node before end, then where the next row at a node goes. */
  const next = new Int32Array(paths.parent.length + 1);
  for (let i = 0; i < count; i++) next[node[i] + 1]++;
  for (let at = 1; at < next.length; at++) next[at] += next[at - 1];
  const order = new Int32Array(count);
  const nodes = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const place = next[node[i]]++;
    order[place] = i;
    nodes[place] = numberOf[node[i]];
  }
  return { order, nodes };
}
