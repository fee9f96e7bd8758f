import type { PathTable, SomeNodes } from "./path-table.js";
import { preOrder } from "./pre-order.js";

/** Names are written in batches, because one call of `write` takes longer than copying a name. */
const BATCH_BYTES = 64 * 1024;

/**
 * Paths in pre-order, each once. Node 0 is the root. A folder comes before its contents, and siblings are sorted by the
 * bytes of their names, so the descendants of `n` are `n + 1 … end[n] − 1`.
 */
export interface SortedPaths {
  /** The folder of each node; −1 for the root. */
  readonly parent: Int32Array;
  /** For each node, the node after its last descendant. */
  readonly end: Int32Array;
  /** The name of node n is `pool[nameStart[n] … nameStart[n + 1])`. */
  readonly nameStart: Uint32Array;
  readonly pool: Buffer;
}

/**
 * Returns the paths of a table in pre-order, and the new number of each node by its number in the table.
 * @param some the nodes to take; `null` for all nodes
 */
export function sortedPaths(
  table: PathTable,
  some: SomeNodes | null = null,
): { paths: SortedPaths; numberOf: Int32Array } {
  const { order, numberOf, parent, end } = preOrder(table, some);
  return { paths: { parent, end, ...namePool(table, order) }, numberOf };
}

/** Writes the names in the order of nodes into one buffer. */
function namePool(table: PathTable, order: Int32Array): Pick<SortedPaths, "nameStart" | "pool"> {
  const nameStart = new Uint32Array(order.length + 1);
  const pool = Buffer.allocUnsafeSlow(table.nameBytes);
  let written = 0;
  let batch = "";
  for (let node = 0; node < order.length; node++) {
    batch += table.name(order[node]);
    nameStart[node + 1] = written + batch.length;
    if (batch.length < BATCH_BYTES) continue;
    written += pool.write(batch, written, "latin1");
    batch = "";
  }
  written += pool.write(batch, written, "latin1");
  return { nameStart, pool: pool.subarray(0, written) };
}
