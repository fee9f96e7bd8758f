import { parseSize } from "../../text/bytes.js";
import { isGlob, readGlob } from "../../tree/search/glob.js";
import { GlobMachine } from "../../tree/search/glob-machine.js";
import { regexPositions } from "../../tree/search/regex.js";

/** The form of a word in a filter. */
type WordForm = "text" | "glob" | "start" | "end" | "regex" | "size";

/** A word of a filter. A path matches if it matches all words; `not` inverts a word. */
export type FilterWord =
  | { readonly form: "text"; readonly text: string; readonly not: boolean }
  | {
      readonly form: Exclude<WordForm, "text" | "size">;
      /** `null` if the word is invalid. Then nothing matches it. */
      readonly machine: GlobMachine | null;
      /** The problem with the word; `null` if it is valid. */
      readonly problem: string | null;
      readonly not: boolean;
    }
  /** Matches files of `least` to `most` bytes, both included. */
  | { readonly form: "size"; readonly least: number; readonly most: number; readonly not: boolean };

const REGEX = "re:";

/**
 * Parses the words of a filter: `text`, `*.glob`, `^start`, `end$`, `re:expression`, `>1MB`, `<10kB`, each
 * with `!` in front to exclude the matches. A backslash before the first or the last character makes it an
 * ordinary character. A word without text so far (`!`, `^`, `re:`, `>`) is ignored.
 */
export function filterWords(text: string): FilterWord[] {
  return text.split(" ").flatMap((typed) => {
    const not = typed.startsWith("!");
    const word = wordOf(not ? typed.slice(1) : typed);
    return word === null ? [] : [{ ...word, not }];
  });
}

type WithoutNot<Word> = Word extends FilterWord ? Omit<Word, "not"> : never;

function wordOf(word: string): WithoutNot<FilterWord> | null {
  if (word === "") return null;
  if (word.startsWith(REGEX)) return regexWord("regex", word.slice(REGEX.length), word.slice(REGEX.length));
  const size = sizeWord(word);
  if (size !== undefined) return size;
  const atStart = word.startsWith("^");
  const atEnd = word.endsWith("$") && !word.endsWith("\\$");
  const inner = word.slice(atStart ? 1 : 0, atEnd ? -1 : undefined);
  if (atStart || atEnd) {
    // Paths begin with a slash, which users rarely type.
    const source = `${atStart ? "^/?" : ""}${quoted(inner)}${atEnd ? "$" : ""}`;
    return regexWord(atStart ? "start" : "end", inner, source);
  }
  if (isGlob(word)) return globWord(word);
  return { form: "text", text: word.replace(/^\\(?=[!^><\\])|\\(?=\$$)/g, "") };
}

/**
 * Returns `undefined` for a word that is not a comparison of sizes; `null` for one whose size is still
 * missing.
 */
function sizeWord(word: string): WithoutNot<FilterWord> | null | undefined {
  const found = /^([<>])(=?)(.*)$/s.exec(word);
  if (found === null) return undefined;
  const [, sign, equal, text] = found;
  if (text === "") return null;
  const bytes = parseSize(text);
  if (bytes === null) return undefined;
  const by = equal === "" ? 1 : 0;
  return sign === ">"
    ? { form: "size", least: bytes + by, most: Number.POSITIVE_INFINITY }
    : { form: "size", least: 0, most: bytes - by };
}

function regexWord(
  form: "regex" | "start" | "end",
  text: string,
  source: string,
): WithoutNot<FilterWord> | null {
  if (text === "") return null;
  const positions = regexPositions(source, { ignoreCase: source === source.toLowerCase() });
  return "problem" in positions
    ? { form, machine: null, problem: positions.problem }
    : { form, machine: new GlobMachine(positions), problem: null };
}

/** Parses a glob that matches in any folder. Lower case matches both cases. */
function globWord(word: string): WithoutNot<FilterWord> {
  const glob = readGlob(word, { from: "anywhere", ignoreCase: word === word.toLowerCase() });
  return "problem" in glob
    ? { form: "glob", machine: null, problem: `the pattern is ${glob.problem}` }
    : { form: "glob", machine: new GlobMachine([glob]), problem: null };
}

/** Returns a pattern in which all characters match themselves. */
function quoted(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

const FORMS: Readonly<Record<WordForm, string>> = {
  text: "",
  glob: "by glob",
  start: "by start",
  end: "by end",
  regex: "by regular expression",
  size: "by size",
};

/**
 * Returns the forms of the words in a filter, as text: `by glob, by size, with exclusions`; empty for plain
 * words.
 */
export function formsText(words: readonly FilterWord[]): string {
  const forms = [...new Set(words.map(({ form }) => FORMS[form]))].filter((form) => form !== "");
  return [...forms, ...(words.some(({ not }) => not) ? ["with exclusions"] : [])].join(", ");
}

/** Returns the problem with a word of a filter; `null` if all are valid. */
export function filterProblem(words: readonly FilterWord[]): string | null {
  for (const word of words) if ("problem" in word && word.problem !== null) return word.problem;
  return null;
}
