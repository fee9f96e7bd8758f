import type { FileTree, Node } from "../../tree/file-tree.js";
import { finished } from "../../tree/pieces.js";
import { type Glob, readGlob } from "../../tree/search/glob.js";
import { GlobMachine } from "../../tree/search/glob-machine.js";
import { searchGlobs } from "../../tree/search/glob-search.js";

/**
 * Returns why a text is not a valid pattern for a rule, as the end of the sentence "the pattern is …"; `null`
 * if it is valid. A bracket without its end, or a `!` before a pattern, would match itself. That is a
 * mistake: such a rule would always pass.
 */
export function patternProblem(text: string): string | null {
  if (/^[\s/]*$/.test(text)) return "empty";
  const glob = readGlob(text, { from: "root" });
  if ("problem" in glob) return glob.problem;
  if (text.startsWith("!")) return "a negation, which rules do not have; write \\! for a plain !";
  return glob.doubt === null ? null : `unclear: ${glob.doubt}; write \\ before a plain character`;
}

/** The paths that each pattern matches, including everything below them. */
export interface Coverage {
  /** For each node: the number of the list of patterns that match it. List 0 is empty. */
  readonly of: Int32Array;
  /** The lists: sorted numbers of patterns. */
  readonly lists: readonly (readonly number[])[];
  /** The number of patterns. */
  readonly patterns: number;
}

interface CoverageOptions {
  /** For the number of a pattern: paths that are found by other means, 1 for each node. */
  readonly known?: ReadonlyMap<number, Uint8Array>;
}

/**
 * Finds the paths that each pattern matches, in one pass over the tree. A pattern of `null` matches only its
 * paths in `known`.
 */
export function coverage(
  tree: FileTree,
  patterns: readonly (string | null)[],
  { known = new Map() }: CoverageOptions = {},
): Coverage {
  const lists = new Lists();
  const of = new Int32Array(tree.size);
  const globs = patterns.map(globOf);
  if (globs.some((glob) => glob !== null)) {
    const own = new Map<Node, readonly number[]>();
    const search = searchGlobs(tree, new GlobMachine(globs), {
      onMatch: (node, matched) => own.set(node, matched),
    });
    finished(search);
    for (let node = 1; node < tree.size; node++) {
      const matched = own.get(node);
      const above = of[tree.parent(node)];
      of[node] = matched === undefined ? above : lists.joined(above, matched);
    }
  }
  for (const [number, column] of known) {
    const one = [number];
    for (let node = 1; node < tree.size; node++)
      if (column[node] === 1) of[node] = lists.joined(of[node], one);
  }
  return { of, lists: lists.all, patterns: patterns.length };
}

/** Returns for each pattern the lists that contain it. */
export function listsByPattern({ lists, patterns }: Coverage): number[][] {
  const out = Array.from({ length: patterns }, (): number[] => []);
  for (const [list, numbers] of lists.entries()) for (const number of numbers) out[number].push(list);
  return out;
}

function globOf(pattern: string | null): Glob | null {
  const glob = pattern === null ? null : readGlob(pattern, { from: "root" });
  return glob === null || "problem" in glob ? null : glob;
}

/** Lists of numbers, each stored once. */
class Lists {
  readonly all: (readonly number[])[] = [[]];
  readonly #byKey = new Map<string, number>([["", 0]]);
  /** For a list and added numbers: the list of both. */
  readonly #joined = new Map<readonly number[], Map<number, number>>();

  joined(list: number, numbers: readonly number[]): number {
    const byList = this.#joined.get(numbers) ?? new Map<number, number>();
    this.#joined.set(numbers, byList);
    const known = byList.get(list);
    if (known !== undefined) return known;
    const together = [...new Set([...this.all[list], ...numbers])].sort((a, b) => a - b);
    const key = together.join();
    const found = this.#byKey.get(key) ?? this.all.push(together) - 1;
    this.#byKey.set(key, found);
    byList.set(list, found);
    return found;
  }
}
