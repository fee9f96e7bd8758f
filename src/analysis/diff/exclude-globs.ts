import { type Glob, readGlob } from "../../tree/search/glob.js";

/** The globs of patterns that were checked before; a pattern that is not a glob excludes nothing. */
export function excludeGlobs(patterns: readonly string[]): Glob[] {
  return patterns.flatMap((pattern) => {
    const glob = readGlob(pattern, { from: "root" });
    return "problem" in glob ? [] : [glob];
  });
}

/** Why a text cannot be a pattern to exclude, continuing "the pattern is …"; `null` if it can. */
export function excludeProblem(pattern: string): string | null {
  const glob = readGlob(pattern, { from: "root" });
  return "problem" in glob ? glob.problem : null;
}
