import { KINDS, type Names } from "../columns/names.js";
import type { FileTree, Node } from "../file-tree.js";
import { PIECE_NODES, type Pieces } from "../pieces.js";
import type { Automaton } from "./automaton.js";

const SLASH = 0x2f;

/**
 * Finds the paths that a machine accepts: 1 for each such node. Each name is read at most once, from the
 * state of its folder's path.
 * @param among not 0 for the nodes to search, and for all folders above them. The result for other nodes has
 * no meaning.
 */
export function* matches(
  tree: FileTree,
  names: Names,
  automaton: Automaton,
  among: Uint8Array,
): Pieces<Uint8Array> {
  const out = new Uint8Array(tree.size);
  const search: Search = {
    tree,
    automaton,
    among,
    kinds: names.kinds(),
    missing: missingKinds(automaton),
    way: [{ end: tree.size, state: 0 }],
    out,
  };
  for (let node = 1; node < tree.size; ) {
    node = matchesUpTo(node + PIECE_NODES, node, search);
    yield;
  }
  return out;
}

interface Search {
  readonly tree: FileTree;
  readonly automaton: Automaton;
  readonly among: Uint8Array;
  readonly kinds: Int32Array;
  readonly missing: Int32Array;
  /**
   * The folders above the next node with their states. It may still contain folders that end before that
   * node.
   */
  readonly way: { readonly end: Node; readonly state: number }[];
  readonly out: Uint8Array;
}

/**
 * Searches the nodes from `from` up to a limit.
 * @returns the first node that was not searched.
 */
function matchesUpTo(limit: Node, from: Node, search: Search): Node {
  const { tree, automaton, among, kinds, missing, way, out } = search;
  const { next, accepts, absorbing } = automaton;
  const { end, nameStart, pool } = tree.columns;
  // In these states, the rest of a name makes no difference.
  const last = absorbing ? accepts.length - 1 : -1;
  const stop = Math.min(limit, tree.size);
  let node = from;
  let folder = way[way.length - 1];
  while (node < stop) {
    const after = end[node];
    if (among[node] === 0) {
      node = after;
      continue;
    }
    while (folder.end <= node) {
      way.pop();
      folder = way[way.length - 1];
    }
    let state = next[folder.state * 256 + SLASH];
    // A node without children does not need a state if it cannot match.
    if (after === node + 1 && (missing[state] & ~kinds[node]) !== 0) {
      node++;
      continue;
    }
    const to = nameStart[node + 1];
    for (let at = nameStart[node]; at < to && state !== last; at++) state = next[state * 256 + pool[at]];
    if (accepts[state] === 1 && absorbing) {
      while (node < after) out[node++] = 1;
      continue;
    }
    if (after > node + 1) {
      folder = { end: after, state };
      way.push(folder);
    }
    out[node++] = accepts[state];
  }
  return node;
}

/**
 * Returns for each state the kinds of bytes that every accepted path still needs; all kinds if none is
 * accepted. It starts with all kinds, and removes those that some transition does not need, until nothing
 * changes.
 */
function missingKinds({ next, accepts }: Automaton): Int32Array {
  const missing = Int32Array.from(accepts, (accepted) => accepted - 1);
  for (let changed = true; changed; ) {
    changed = false;
    // Most transitions lead to later states, so going backwards needs fewer passes.
    for (let state = accepts.length - 1; state >= 0; state--) {
      let kinds = missing[state];
      for (let byte = 0; byte < 256; byte++) kinds &= KINDS[byte] | missing[next[state * 256 + byte]];
      changed ||= kinds !== missing[state];
      missing[state] = kinds;
    }
  }
  return missing;
}

/** Returns the paths that are in all of several columns. */
export function inAll(columns: readonly Uint8Array[]): Uint8Array {
  const [first, ...others] = columns;
  const out = first.slice();
  for (const column of others) {
    for (let node = 0; node < out.length; node++) out[node] &= column[node];
  }
  return out;
}
