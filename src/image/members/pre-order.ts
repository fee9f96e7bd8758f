import { endsOf } from "./ends.js";
import type { PathTable } from "./path-table.js";

export interface PreOrder {
  /** Arrival number of each node, by its number in pre-order. */
  readonly order: Int32Array;
  /** Number in pre-order of each node, by its arrival number. */
  readonly numberOf: Int32Array;
  readonly parent: Int32Array;
  /** One past the last descendant of each node. */
  readonly end: Int32Array;
}

/** Numbers the paths anew: a folder before what it holds, siblings by the bytes of their names. */
export function preOrder(paths: PathTable): PreOrder {
  const { size } = paths;
  const { head, next } = childLists(paths);
  const order = new Int32Array(size);
  const numberOf = new Int32Array(size);
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
    sortByName(paths.paths, children);
    for (let i = children.length - 1; i >= 0; i--) stack[depth++] = children[i];
  }
  return { order, numberOf, parent, end: endsOf(parent) };
}

function childLists({ size, parent }: PathTable): { head: Int32Array; next: Int32Array } {
  const head = new Int32Array(size).fill(-1);
  const next = new Int32Array(size).fill(-1);
  for (let node = size - 1; node > 0; node--) {
    next[node] = head[parent[node]];
    head[parent[node]] = node;
  }
  return { head, next };
}

function sortByName(paths: readonly string[], nodes: number[]): void {
  // Most archives are sorted already; asking first saves most of the time.
  for (let i = 1; i < nodes.length; i++) {
    if (paths[nodes[i - 1]] > paths[nodes[i]]) {
      nodes.sort((a, b) => (paths[a] < paths[b] ? -1 : 1));
      return;
    }
  }
}
