import type { Automaton } from "./automaton.js";
import type { FileTree } from "./file-tree.js";
import { kindsOf, type Names } from "./names.js";

const SLASH = 0x2f;

/**
 * Which paths a machine accepts: 1 a node. Each name is read once at most, from the state that its folder's path
 * led to.
 * @param among 1 for the nodes that are asked about, and for all folders above them; what the answer says of
 * others means nothing.
 */
export function matches(
  tree: FileTree,
  names: Names,
  { next, accepts, absorbing }: Automaton,
  among: Uint8Array,
): Uint8Array {
  const { bytes, start, kinds } = names.columns();
  // Of each state the kinds of bytes that lead to another one: a name without them is passed in one step.
  const leaving = Int32Array.from(accepts, (_, state) =>
    kindsOf((byte) => next[state * 256 + byte] !== state),
  );
  // Where a match stays one, the rest of a name tells nothing.
  const last = absorbing ? accepts.length - 1 : -1;
  const states = new Uint16Array(tree.size);
  const out = new Uint8Array(tree.size);
  for (let node = 1; node < tree.size; ) {
    if (among[node] === 0) {
      node = tree.end(node);
      continue;
    }
    let state = next[states[tree.parent(node)] * 256 + SLASH];
    if ((kinds[node] & leaving[state]) !== 0) {
      const end = start[node + 1];
      for (let at = start[node]; at < end && state !== last; at++) state = next[state * 256 + bytes[at]];
    }
    if (accepts[state] === 0) {
      states[node++] = state;
    } else if (absorbing) {
      const end = tree.end(node);
      out.fill(1, node, end);
      node = end;
    } else {
      out[node] = 1;
      states[node++] = state;
    }
  }
  return out;
}

/** The paths that are in all of several columns. */
export function inAll(columns: readonly Uint8Array[]): Uint8Array {
  const [first, ...others] = columns;
  const out = first.slice();
  for (const column of others) {
    for (let node = 0; node < out.length; node++) out[node] &= column[node];
  }
  return out;
}
