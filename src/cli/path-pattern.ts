import { type PathMatcher, pathMatcher } from "../analysis/path-pattern.js";
import { fail } from "../errors.js";
import { pathsInOrder } from "../report/listing.js";
import { escapeText } from "../text/escape.js";
import type { FileTree } from "../tree/file-tree.js";

interface PatternOptions {
  /** Upper and lower case match. */
  readonly nocase: boolean;
  /** The argument's name and the command, for messages. */
  readonly option: string;
  readonly command: string;
}

/**
 * A pattern as it was typed.
 * @throws LayerxError `bad-value`.
 */
export async function typedPattern(
  pattern: string,
  { nocase, option, command }: PatternOptions,
): Promise<PathMatcher> {
  const wanted = "a glob such as '*.conf' or '/etc/**'";
  const value = `'${escapeText(pattern)}'`;
  return (await pathMatcher(pattern, { nocase })) ?? fail("bad-value", { option, value, wanted, command });
}

/** The nodes whose paths match: 1 a node. */
export function matchingNodes(tree: FileTree, matches: PathMatcher): Uint8Array {
  const matching = new Uint8Array(tree.size);
  const path = pathsInOrder(tree, 0);
  for (let node = 1; node < tree.size; node++) if (matches(path(node))) matching[node] = 1;
  return matching;
}
