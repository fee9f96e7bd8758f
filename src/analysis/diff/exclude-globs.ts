import { type Glob, readGlob } from "../../tree/search/glob.js";

/** Parses patterns that were checked before. A pattern that is not a glob excludes nothing. */
export function excludeGlobs(patterns: readonly string[]): Glob[] {
  return patterns.flatMap((pattern) => {
    const glob = readGlob(pattern, { from: "root" });
    return "problem" in glob ? [] : [glob];
  });
}

/**
 * Returns why a text is not a valid pattern to exclude, as the end of the sentence "the pattern is …"; `null`
 * if it is valid.
 */
export function excludeProblem(pattern: string): string | null {
  const glob = readGlob(pattern, { from: "root" });
  return "problem" in glob ? glob.problem : null;
}
