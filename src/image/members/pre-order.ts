import type { PathTable, SomeNodes } from "./path-table.js";

export interface PreOrder {
  /** For each node in pre-order, its arrival number. */
  readonly order: Int32Array;
  /** For each node by its arrival number, its number in pre-order; 0 for a node that is not selected. */
  readonly numberOf: Int32Array;
  readonly parent: Int32Array;
  /** For each node, the node after its last descendant. */
  readonly end: Int32Array;
}

/** Numbers paths in pre-order: a folder before its contents, siblings by the bytes of their names. */
export function preOrder(paths: PathTable, some: SomeNodes | null): PreOrder {
  const { head, next } = childLists(paths, some);
  const size = some?.count ?? paths.size;
  const order = new Int32Array(size);
  const numberOf = new Int32Array(paths.size);
  const parent = new Int32Array(size);
  const stack = new Int32Array(size);
  const children: number[] = [];
  parent[0] = -1;
  let depth = 1;
  for (let number = 0; depth > 0; number++) {
    const node = stack[--depth];
    order[number] = node;
    numberOf[node] = number;
    if (node > 0) parent[number] = numberOf[paths.parent[node]];
    if (head[node] < 0) continue;
    children.length = 0;
    for (let child = head[node]; child >= 0; child = next[child]) children.push(child);
    sortByName(paths, children);
    for (let i = children.length - 1; i >= 0; i--) stack[depth++] = children[i];
  }
  return { order, numberOf, parent, end: endsOf(parent) };
}

function childLists(
  { size, parent }: PathTable,
  some: SomeNodes | null,
): { head: Int32Array; next: Int32Array } {
  const head = new Int32Array(size).fill(-1);
  const next = new Int32Array(size).fill(-1);
  for (let node = size - 1; node > 0; node--) {
    if (some !== null && !some.has(node)) continue;
    next[node] = head[parent[node]];
    head[parent[node]] = node;
  }
  return { head, next };
}

function sortByName(paths: PathTable, nodes: number[]): void {
  // Most archives are sorted already. This check saves most of the time.
  for (let i = 1; i < nodes.length; i++) {
    if (paths.comesBefore(nodes[i], nodes[i - 1])) {
      nodes.sort((a, b) => (paths.comesBefore(a, b) ? -1 : 1));
      return;
    }
  }
}

/**
 * Returns the node after the last descendant of each node.
 * @param parent the folder of each node, in pre-order
 */
export function endsOf(parent: Int32Array): Int32Array {
  const end = new Int32Array(parent.length);
  // Backwards: the first child that is met is a folder's last one, and both end at the same node.
  for (let node = parent.length - 1; node >= 0; node--) {
    if (end[node] === 0) end[node] = node + 1;
    const folder = parent[node];
    if (folder >= 0 && end[folder] === 0) end[folder] = end[node];
  }
  return end;
}
