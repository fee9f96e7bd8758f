import type { SortedPaths } from "../../image/members/sorted-paths.js";

const SLASH = 0x2f;
const DOT = 0x2e;

/**
 * Returns true for sorted paths as a reader makes them. Each node is within its folder. Siblings are sorted
 * by the bytes of their names. No name is empty, `.` or `..`, or contains a slash. No path is longer than the
 * limit for names in bytes.
 */
export function arePaths(paths: SortedPaths, mostBytes: number): boolean {
  const { parent, end, nameStart, pool } = paths;
  const nodes = parent.length;
  if (nodes === 0 || parent[0] !== -1 || nameStart[0] !== 0 || nameStart[1] !== 0) return false;
  if (nameStart.length !== nodes + 1 || nameStart[nodes] !== pool.length || pool.includes(SLASH))
    return false;
  /** The bytes of each node's path, with a slash at the end. */
  const bytes = new Uint32Array(nodes);
  /** The last child so far of each folder; 0 for none. */
  const last = new Int32Array(nodes);
  for (let node = 1; node < nodes; node++) {
    const folder = parent[node];
    const start = nameStart[node];
    const length = nameStart[node + 1] - start;
    if (folder < 0 || folder >= node || length <= 0 || nameStart[node + 1] > pool.length) return false;
    // In pre-order, a node is either the first one in its folder, or comes directly after the contents of its
    // sibling.
    const before = last[folder];
    if (before === 0 ? folder !== node - 1 : end[before] !== node) return false;
    if (before !== 0 && !comesBefore(before, node, paths)) return false;
    if (pool[start] === DOT && (length === 1 || (length === 2 && pool[start + 1] === DOT))) return false;
    bytes[node] = bytes[folder] + length + 1;
    if (bytes[node] > mostBytes + 1) return false;
    last[folder] = node;
  }
  return true;
}

/**
 * The parameters are not destructured: a second open compares all names before Node has compiled the loop.
 */
function comesBefore(a: number, b: number, { nameStart, pool }: SortedPaths): boolean {
  const endA = nameStart[a + 1];
  const endB = nameStart[b + 1];
  let atA = nameStart[a];
  let atB = nameStart[b];
  for (; atA < endA && atB < endB; atA++, atB++) {
    if (pool[atA] !== pool[atB]) return pool[atA] < pool[atB];
  }
  return atA === endA && atB < endB;
}
