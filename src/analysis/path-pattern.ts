import type { RawPath } from "../text/escape.js";
import type { FileTree } from "../tree/file-tree.js";

/** Tells whether an absolute path, as bytes, is meant. */
export type PathMatcher = (path: RawPath) => boolean;

/**
 * Reads a pattern as .gitignore does: without a slash it is a name in any folder, with one it starts at the root.
 * @returns `null` where there is nothing in it but slashes.
 */
export async function pathMatcher(
  pattern: string,
  { nocase = false }: { readonly nocase?: boolean } = {},
): Promise<PathMatcher | null> {
  // Loaded late: most gates have no pattern.
  const { default: picomatch } = await import("picomatch");
  if (/^\/*$/.test(pattern)) return null;
  const trimmed = pattern.replace(/(?<=.)\/+$/, "");
  const glob = trimmed.includes("/") ? trimmed.replace(/^\/+/, "") : `**/${trimmed}`;
  // A name may hold newlines: a dot of the regular expression has to match them.
  const matching = picomatch.makeRe(glob, { dot: true, nonegate: true, flags: nocase ? "si" : "s" });
  return (path) => matching.test(unicode(path).slice(1));
}

/** For each matcher by node 1 for each path that it means, and for all below a folder that it means. */
export function coveredNodes(tree: FileTree, matchers: readonly PathMatcher[]): Uint8Array[] {
  const columns = matchers.map(() => new Uint8Array(tree.size));
  if (matchers.length === 0) return columns;
  const above: string[] = [];
  const ends: number[] = [];
  for (let node = 1; node < tree.size; node++) {
    while (ends.length > 0 && node >= ends[ends.length - 1]) {
      ends.pop();
      above.pop();
    }
    const path = `${above.at(-1) ?? ""}/${tree.name(node)}` as RawPath;
    for (const [at, covered] of columns.entries()) {
      if (covered[tree.parent(node)] === 1 || matchers[at](path)) covered[node] = 1;
    }
    if (tree.end(node) > node + 1) {
      above.push(path);
      ends.push(tree.end(node));
    }
  }
  return columns;
}

/** A pattern is typed in Unicode. */
function unicode(path: RawPath): string {
  return /^[\0-\x7f]*$/.test(path) ? path : Buffer.from(path, "latin1").toString("utf8");
}
