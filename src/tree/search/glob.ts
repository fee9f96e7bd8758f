import { type ByteRange, type CodePointRange, charSequences } from "./byte-ranges.js";
import { alternatives } from "./glob-braces.js";
import { classEnd, classOf } from "./glob-class.js";

/*
 * The characters of a pattern that have a meaning. No other file decides this:
 *
 *   *        any part of a name            ?        one character of a name
 *   **       any part of a path            {a,b}    one of several texts
 *   [a-z]    one character of a set        [!a-z]   one that is not in the set
 *   \c       the character c itself, and \xhh the byte that layerx prints like this
 *
 * `/**` also matches nothing, so `/etc/**` includes /etc. All other characters match themselves, parentheses and `+` too.
 */

/** The maximum length of a glob in bytes. No path is longer. */
export const MOST_GLOB_BYTES = 4096;

/** One step of a glob, read from left to right over the bytes of an absolute path. */
export type Step =
  /** One of several sequences of bytes. */
  | { readonly is: "one"; readonly of: readonly (readonly ByteRange[])[] }
  /** Any number of bytes of these ranges. */
  | { readonly is: "many"; readonly of: readonly ByteRange[] }
  /** Nothing, or a slash and anything. */
  | { readonly is: "folders" };

export interface GlobOptions {
  /**
   * The place of a glob without a leading slash. `root`: a glob that contains a slash begins at the root,
   * others match in any folder; `anywhere`: in any folder.
   */
  readonly from: "root" | "anywhere";
  /** Upper and lower case match each other. */
  readonly ignoreCase?: boolean;
}

/** A parsed glob. Each variant is a list of steps. A path that matches one variant matches the glob. */
export interface Glob {
  readonly variants: readonly (readonly Step[])[];
  /**
   * A probable mistake in the glob, for example a bracket without its end. Such characters match themselves.
   */
  readonly doubt: string | null;
}

/** An invalid glob: `problem` is the end of the sentence "the pattern is …". */
export interface BadGlob {
  readonly problem: string;
}

/** Returns true if a text has a character with a meaning, so that it is more than plain text. */
export function isGlob(text: string): boolean {
  return /[*?[]|\{[^{}]*,[^{}]*\}/.test(text);
}

const SLASH = 0x2f;
const NAME_BYTES: readonly ByteRange[] = [
  [0, SLASH - 1],
  [SLASH + 1, 0xff],
];
const ANY_BYTES: readonly ByteRange[] = [[0, 0xff]];
const CONTINUATION: ByteRange = [0x80, 0xbf];
const PROPER: readonly ByteRange[] = [
  [0, SLASH - 1],
  [SLASH + 1, 0x7f],
  [0xc0, 0xff],
];

/**
 * Parses a glob. Without a slash it is a name in any folder, with a slash it begins at the root; a trailing
 * slash is ignored.
 * @returns the problem of a glob that is empty, too long or nested too deeply.
 */
export function readGlob(glob: string, options: GlobOptions): Glob | BadGlob {
  if (Buffer.byteLength(glob) > MOST_GLOB_BYTES)
    return { problem: `too long: ${MOST_GLOB_BYTES} bytes at most` };
  if (/^\/*$/.test(glob)) return { problem: "empty" };
  const trimmed = glob.replace(/(?<=[^\\/])\/+$/, "");
  const texts = alternatives(trimmed);
  if ("problem" in texts) return texts;
  const anywhere = options.from === "anywhere" ? !trimmed.startsWith("/") : !trimmed.includes("/");
  const doubts = new Set<string>(texts.doubt === null ? [] : [texts.doubt]);
  const variants = texts.of.map((text) => {
    const rooted = `/${anywhere ? "**/" : ""}${text.replace(/^\/+/, "")}`;
    return stepsOf(rooted, options.ignoreCase === true, doubts);
  });
  return { variants, doubt: [...doubts][0] ?? null };
}

const TOKEN = /\/\*\*(?=\/|$)|\*\*+|\*|\?|\[|\\x[0-9a-f]{2}|\\u\{[0-9a-f]{4,6}\}|\\.|./gsuy;

function stepsOf(text: string, ignoreCase: boolean, doubts: Set<string>): Step[] {
  const steps: Step[] = [];
  TOKEN.lastIndex = 0;
  // A byte that can only continue a character is a character of its own if no character is before it.
  let afterAscii = true;
  for (let found = TOKEN.exec(text); found !== null; found = TOKEN.exec(text)) {
    const [token] = found;
    const end = token === "[" ? classEnd(text, found.index) : -1;
    if (token === "[" && end < 0) doubts.add("a bracket is not closed");
    if (token === "/**") steps.push({ is: "folders" });
    else if (token.startsWith("**")) steps.push({ is: "many", of: ANY_BYTES });
    else if (token === "*") steps.push({ is: "many", of: NAME_BYTES });
    else if (token === "?") steps.push(...oneCharacter(PROPER, afterAscii));
    else if (end > 0) {
      const { points, allBut, doubt } = classOf(text.slice(TOKEN.lastIndex, end - 1), ignoreCase);
      if (doubt !== null) doubts.add(doubt);
      steps.push(...(allBut === null ? [setOf(points)] : oneCharacter(allBut, afterAscii)));
      TOKEN.lastIndex = end;
    } else steps.push(...literal(token, ignoreCase));
    afterAscii = /^[\0-\x7f]$/.test(token) && !/[*?[]/.test(token);
  }
  return steps;
}

/**
 * Returns the steps for one character whose first byte is in these ranges, with the bytes that continue it.
 */
function oneCharacter(first: readonly ByteRange[], afterAscii: boolean): Step[] {
  const ranges = afterAscii ? [...first, CONTINUATION] : first;
  return [
    { is: "one", of: ranges.map((range) => [range]) },
    { is: "many", of: [CONTINUATION] },
  ];
}

function setOf(points: readonly CodePointRange[]): Step {
  return { is: "one", of: points.flatMap(charSequences) };
}

/** Returns the steps for a token that matches itself. */
function literal(token: string, ignoreCase: boolean): Step[] {
  if (/^\\x/.test(token)) return [byteStep(Number.parseInt(token.slice(2), 16))];
  const char = /^\\u\{/.test(token)
    ? String.fromCodePoint(Math.min(Number.parseInt(token.slice(3, -1), 16), 0x10ffff))
    : token.replace(/^\\(?=.)/su, "");
  const cases = ignoreCase ? casesOf(char) : [char];
  if (cases.length === 1) return [...Buffer.from(char)].map(byteStep);
  return [
    { is: "one", of: cases.map((one) => [...Buffer.from(one)].map((byte): ByteRange => [byte, byte])) },
  ];
}

function byteStep(byte: number): Step {
  return { is: "one", of: [[[byte, byte]]] };
}

function casesOf(char: string): string[] {
  return [...new Set([char, char.toLowerCase(), char.toUpperCase()])];
}
