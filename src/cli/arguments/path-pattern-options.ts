import { fail } from "../../errors.js";
import { escapeText } from "../../text/escape.js";
import { type Glob, readGlob } from "../../tree/search/glob.js";

interface PatternOptions {
  /** True if upper and lower case match each other. */
  readonly nocase: boolean;
  /** The argument's name and the command, for messages. */
  readonly option: string;
  readonly command: string;
}

const SHOWN = 60;

/**
 * Parses a pattern as the user typed it.
 * @throws LayerxError `bad-value`: it is empty, too long or too deep.
 */
export function typedPattern(pattern: string, { nocase, option, command }: PatternOptions): Glob {
  const glob = readGlob(pattern, { from: "root", ignoreCase: nocase });
  if (!("problem" in glob)) return glob;
  const value = `'${escapeText(pattern.slice(0, SHOWN))}${pattern.length > SHOWN ? "…" : ""}'`;
  const why = glob.problem === "empty" ? "" : `; this one is ${glob.problem}`;
  return fail("bad-value", { option, value, wanted: `a glob such as '*.conf' or '/etc/**'${why}`, command });
}
