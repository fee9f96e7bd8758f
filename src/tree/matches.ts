import type { Automaton } from "./automaton.js";
import type { FileTree } from "./file-tree.js";
import type { Names } from "./names.js";

const SLASH = 0x2f;

/**
 * Which paths a machine accepts: 1 a node. Each name is read once, from the state that its folder's path led to.
 * @param within a column of the same kind that all matches must be in: what stands below nothing in it is not read.
 */
export function matches(
  tree: FileTree,
  names: Names,
  { next, accepts, absorbing }: Automaton,
  within: Uint8Array | null,
): Uint8Array {
  const { bytes, start } = names.columns();
  const states = new Uint16Array(tree.size);
  const out = new Uint8Array(tree.size);
  const candidates = within === null ? null : holding(tree, within);
  for (let node = 1; node < tree.size; ) {
    if (candidates !== null && candidates[node] === 0) {
      node = tree.end(node);
      continue;
    }
    let state = next[states[tree.parent(node)] * 256 + SLASH];
    for (let at = start[node]; at < start[node + 1]; at++) state = next[state * 256 + bytes[at]];
    if (accepts[state] === 1 && absorbing) {
      const end = tree.end(node);
      if (within === null) out.fill(1, node, end);
      else for (let inner = node; inner < end; inner++) out[inner] = within[inner];
      node = end;
      continue;
    }
    states[node] = state;
    if (accepts[state] === 1 && (within === null || within[node] === 1)) out[node] = 1;
    node++;
  }
  return out;
}

/** 1 for each node of a column and each folder above one. */
function holding(tree: FileTree, column: Uint8Array): Uint8Array {
  const out = column.slice();
  for (let node = tree.size - 1; node > 0; node--) if (out[node] === 1) out[tree.parent(node)] = 1;
  return out;
}

/** The number of 1s. */
export function countMatches(column: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < column.length; i++) count += column[i];
  return count;
}
