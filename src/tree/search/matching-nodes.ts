import type { FileTree } from "../file-tree.js";
import { finished } from "../pieces.js";
import type { Glob } from "./glob.js";
import { GlobMachine } from "./glob-machine.js";
import { searchGlobs } from "./glob-search.js";

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
