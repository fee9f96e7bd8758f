import { fail } from "../../errors.js";
import { escapeText } from "../../text/escape.js";
import type { FileTree } from "../../tree/file-tree.js";
import { finished } from "../../tree/pieces.js";
import { type Glob, readGlob } from "../../tree/search/glob.js";
import { GlobMachine } from "../../tree/search/glob-machine.js";
import { searchGlobs } from "../../tree/search/glob-search.js";

interface PatternOptions {
  /** Upper and lower case match. */
  readonly nocase: boolean;
  /** The argument's name and the command, for messages. */
  readonly option: string;
  readonly command: string;
}

const SHOWN = 60;

/**
 * A pattern as it was typed.
 * @throws LayerxError `bad-value`: it is empty, too long or too deep.
 */
export function typedPattern(pattern: string, { nocase, option, command }: PatternOptions): Glob {
  const glob = readGlob(pattern, { from: "root", ignoreCase: nocase });
  if (!("problem" in glob)) return glob;
  const value = `'${escapeText(pattern.slice(0, SHOWN))}${pattern.length > SHOWN ? "…" : ""}'`;
  const why = glob.problem === "empty" ? "" : `; this one is ${glob.problem}`;
  return fail("bad-value", { option, value, wanted: `a glob such as '*.conf' or '/etc/**'${why}`, command });
}

interface Matching {
  /** 1 for each node whose path matches a pattern. */
  readonly nodes: Uint8Array;
  /** The places of the patterns that match some path. */
  readonly found: ReadonlySet<number>;
}

/** The nodes whose paths match one of the patterns. */
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
