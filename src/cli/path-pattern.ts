import { fail } from "../errors.js";
import { pathsInOrder } from "../report/listing.js";
import { escapeText, type RawPath } from "../text/escape.js";
import type { FileTree } from "../tree/file-tree.js";

interface PatternOptions {
  /** Upper and lower case match. */
  readonly nocase: boolean;
  /** The argument's name and the command, for messages. */
  readonly option: string;
  readonly command: string;
}

/**
 * As .gitignore reads a pattern: without a slash it is a name in any folder, with one it starts at the root. Takes
 * absolute paths in Unicode.
 * @throws LayerxError `bad-value`.
 */
export async function pathMatcher(
  pattern: string,
  { nocase, option, command }: PatternOptions,
): Promise<(path: string) => boolean> {
  const { default: picomatch } = await import("picomatch");
  if (/^\/*$/.test(pattern)) {
    const wanted = "a glob such as '*.conf' or '/etc/**'";
    return fail("bad-value", { option, value: `'${escapeText(pattern)}'`, wanted, command });
  }
  const trimmed = pattern.replace(/(?<=.)\/+$/, "");
  const glob = trimmed.includes("/") ? trimmed.replace(/^\/+/, "") : `**/${trimmed}`;
  // A name may hold newlines: a dot of the regular expression has to match them.
  const matches = picomatch(glob, { dot: true, nonegate: true, flags: nocase ? "si" : "s" });
  return (path) => matches(path.slice(1));
}

/** The nodes whose paths match: 1 a node. */
export function matchingNodes(tree: FileTree, matches: (path: string) => boolean): Uint8Array {
  const matching = new Uint8Array(tree.size);
  const path = pathsInOrder(tree, 0);
  for (let node = 1; node < tree.size; node++) if (matches(unicode(path(node)))) matching[node] = 1;
  return matching;
}

/** A pattern is typed in Unicode. */
function unicode(path: RawPath): string {
  return /^[\0-\x7f]*$/.test(path) ? path : Buffer.from(path, "latin1").toString("utf8");
}
