import type { PlacedLayer } from "./placed-layer.js";

/** Rows of one layer in the order of nodes. Nodes are those of the tree. */
export interface SortedRows {
  /** Sorted by node, then by their place in the archive. */
  readonly rows: Int32Array;
  /** The node of each of `rows`. */
  readonly nodes: Int32Array;
}

/**
 * Returns all rows of a layer, sorted. It is a counting sort, because the nodes of a layer are numbers
 * without gaps.
 */
export function sortedRows({ members, first, numberOf }: PlacedLayer): SortedRows {
  const { count, node } = members.rows;
  /** The number of rows before those of a node; during the sort, the place of its next row. */
  const next = new Int32Array(numberOf.length + 1);
  for (let i = 0; i < count; i++) next[node[i] + 1]++;
  for (let at = 1; at < next.length; at++) next[at] += next[at - 1];
  const rows = new Int32Array(count);
  const nodes = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const place = next[node[i]]++;
    rows[place] = first + i;
    nodes[place] = numberOf[node[i]];
  }
  return { rows, nodes };
}
