import { readGlob } from "../../tree/search/glob.js";
import { GlobMachine } from "../../tree/search/glob-machine.js";

/** A word of a filter as a glob, in any folder; lower case finds both. @returns `null` if it is too long to be one. */
export function globWord(word: string): GlobMachine | null {
  const glob = readGlob(word, { from: "anywhere", ignoreCase: word === word.toLowerCase() });
  return "problem" in glob ? null : new GlobMachine([glob]);
}
