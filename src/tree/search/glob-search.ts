import type { Names } from "../columns/names.js";
import type { FileTree, Node } from "../file-tree.js";
import { finished, PIECE_NODES, type Pieces } from "../pieces.js";
import type { Glob } from "./glob.js";
import { GlobMachine, START } from "./glob-machine.js";

const SLASH = 0x2f;

interface SearchOptions {
  /** Not 0 for the nodes to search, and for all folders above them. Other nodes are skipped. */
  readonly among?: Uint8Array;
  /** If given, names that cannot match are not read. */
  readonly names?: Names;
  /** Called in pre-order with the numbers of the globs that match a path. */
  onMatch(node: Node, globs: readonly number[]): void;
}

/** Searches globs in a tree. Each name is read once, from the state of its folder's path. */
export function* searchGlobs(
  tree: FileTree,
  machine: GlobMachine,
  { among, names, onMatch }: SearchOptions,
): Pieces<void> {
  const { end, nameStart, pool } = tree.columns;
  const kinds = names?.kinds();
  const ends: Node[] = [tree.size];
  let states = machine.forgetAllBut([START]);
  for (let node = 1, piece = PIECE_NODES; node < tree.size; ) {
    if (node >= piece) {
      piece += PIECE_NODES;
      yield;
    }
    const after = end[node];
    if (among?.[node] === 0) {
      node = after;
      continue;
    }
    while (ends[ends.length - 1] <= node) {
      ends.pop();
      states.pop();
    }
    if (machine.isFull) states = machine.forgetAllBut(states);
    let state = machine.after(states[states.length - 1], SLASH);
    const lacks = machine.missing[state];
    // No pattern can match this path or a path below it.
    if (lacks === -1) {
      node = after;
      continue;
    }
    if (kinds !== undefined && after === node + 1 && (lacks & ~kinds[node]) !== 0) {
      node++;
      continue;
    }
    const to = nameStart[node + 1];
    for (let at = nameStart[node]; at < to; at++) state = machine.after(state, pool[at]);
    const matched = machine.matched[state];
    if (matched.length > 0) onMatch(node, matched);
    if (after > node + 1) {
      ends.push(after);
      states.push(state);
    }
    node++;
  }
}

/** Returns 1 for each path that one of the globs matches. */
export function* matchingPaths(
  tree: FileTree,
  machine: GlobMachine,
  options: Omit<SearchOptions, "onMatch"> = {},
): Pieces<Uint8Array> {
  const out = new Uint8Array(tree.size);
  yield* searchGlobs(tree, machine, {
    ...options,
    onMatch: (node) => {
      out[node] = 1;
    },
  });
  return out;
}

interface Matching {
  /** 1 for each node whose path matches a pattern. */
  readonly nodes: Uint8Array;
  /** The indexes of the patterns that match a path. */
  readonly found: ReadonlySet<number>;
}

/** Finds the nodes whose paths match at least one of the patterns. */
export function matchingNodes(tree: FileTree, patterns: readonly Glob[]): Matching {
  const nodes = new Uint8Array(tree.size);
  const found = new Set<number>();
  const search = searchGlobs(tree, new GlobMachine(patterns), {
    onMatch: (node, matched) => {
      nodes[node] = 1;
      for (const pattern of matched) found.add(pattern);
    },
  });
  finished(search);
  return { nodes, found };
}

/**
 * Finds the nodes whose paths match at least one of the patterns, and everything below them; `null` without a
 * pattern.
 */
export function coveredNodes(tree: FileTree, patterns: readonly Glob[]): Uint8Array | null {
  if (patterns.length === 0) return null;
  const { nodes } = matchingNodes(tree, patterns);
  for (let node = 1; node < tree.size; node++) if (nodes[tree.parent(node)] === 1) nodes[node] = 1;
  return nodes;
}
