import type { CodePointRange } from "./byte-ranges.js";

/** A regular expression as a tree. */
export type Regex =
  | { readonly is: "chars"; readonly of: readonly CodePointRange[] }
  /** Any character, like `.`. */
  | { readonly is: "any" }
  | { readonly is: "all"; readonly of: readonly Regex[] }
  | { readonly is: "either"; readonly of: readonly Regex[] }
  /** `most` is infinite for `*` and `+`. */
  | { readonly is: "repeat"; readonly of: Regex; readonly least: number; readonly most: number }
  | { readonly is: "begin" | "end" };

/** An invalid expression: `problem` is a sentence without its full stop. */
export interface BadRegex {
  readonly problem: string;
}

/** The maximum number in braces, because each repetition takes memory. */
const MOST_REPEATS = 1000;
const LAST_POINT = 0x10ffff;

/** Parses a regular expression. With `ignoreCase`, ASCII letters match either case. */
export function parseRegex(source: string, options: { readonly ignoreCase: boolean }): Regex | BadRegex {
  try {
    const parser = new Parser(source, options.ignoreCase);
    return parser.whole();
  } catch (error) {
    if (error instanceof Problem) return { problem: error.message };
    throw error;
  }
}

/** Ends the parser early. It is caught in this file. */
class Problem extends Error {}

const DIGIT: readonly CodePointRange[] = [[0x30, 0x39]];
const WORD: readonly CodePointRange[] = [...DIGIT, [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]];
const SPACE: readonly CodePointRange[] = [
  [0x09, 0x0d],
  [0x20, 0x20],
];
const CLASSES: Readonly<Record<string, readonly CodePointRange[]>> = {
  d: DIGIT,
  D: complement(DIGIT),
  w: WORD,
  W: complement(WORD),
  s: SPACE,
  S: complement(SPACE),
};
const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, 0: 0 };

class Parser {
  readonly #chars: readonly string[];
  readonly #ignoreCase: boolean;
  #at = 0;

  constructor(source: string, ignoreCase: boolean) {
    this.#chars = [...source];
    this.#ignoreCase = ignoreCase;
  }

  whole(): Regex {
    const regex = this.#either();
    if (this.#at < this.#chars.length) throw new Problem("a ) has no ( before it");
    return regex;
  }

  #peek(): string | undefined {
    return this.#chars.at(this.#at);
  }

  #takes(text: string): boolean {
    if (this.#chars.slice(this.#at, this.#at + text.length).join("") !== text) return false;
    this.#at += text.length;
    return true;
  }

  #either(): Regex {
    const of = [this.#sequence()];
    while (this.#takes("|")) of.push(this.#sequence());
    return of.length === 1 ? of[0] : { is: "either", of };
  }

  #sequence(): Regex {
    const of: Regex[] = [];
    for (let next = this.#next(); next !== undefined && next !== "|" && next !== ")"; next = this.#next())
      of.push(this.#repeated(this.#atom()));
    return { is: "all", of };
  }

  #next(): string | undefined {
    return this.#at < this.#chars.length ? this.#peek() : undefined;
  }

  #atom(): Regex {
    const char = this.#chars[this.#at++];
    switch (char) {
      case "^":
        return { is: "begin" };
      case "$":
        return { is: "end" };
      case ".":
        return { is: "any" };
      case "(":
        return this.#group();
      case "[":
        return { is: "chars", of: this.#set() };
      case "\\":
        return { is: "chars", of: this.#escape() };
      case "*":
      case "+":
      case "?":
        throw new Problem(`${char} repeats nothing; \\${char} is the character itself`);
      default:
        return { is: "chars", of: this.#folded([point(char)]) };
    }
  }

  #group(): Regex {
    if (this.#takes("?") && !this.#takes(":"))
      throw new Problem("groups that start with (? are not supported, except (?:");
    const inner = this.#either();
    if (!this.#takes(")")) throw new Problem("a ( is not closed");
    return inner;
  }

  #repeated(of: Regex): Regex {
    let out = of;
    for (;;) {
      const counts = this.#counts();
      if (counts === null) return out;
      if (of.is === "begin" || of.is === "end") throw new Problem("^ and $ cannot be repeated");
      // A lazy repetition matches the same paths as a greedy one.
      this.#takes("?");
      out = { is: "repeat", of: out, ...counts };
    }
  }

  #counts(): { readonly least: number; readonly most: number } | null {
    if (this.#takes("*")) return { least: 0, most: Number.POSITIVE_INFINITY };
    if (this.#takes("+")) return { least: 1, most: Number.POSITIVE_INFINITY };
    if (this.#takes("?")) return { least: 0, most: 1 };
    // Braces that are not a repetition match themselves.
    const found = /^\{(\d+)(?:(,)(\d*))?\}/.exec(this.#chars.slice(this.#at, this.#at + 16).join(""));
    if (found === null) return null;
    this.#at += found[0].length;
    const least = Number(found[1]);
    const most =
      found[2] === undefined ? least : found[3] === "" ? Number.POSITIVE_INFINITY : Number(found[3]);
    if (least > most) throw new Problem(`${found[0]} has its larger number first`);
    if (least > MOST_REPEATS || (most !== Number.POSITIVE_INFINITY && most > MOST_REPEATS))
      throw new Problem(`${found[0]} repeats too often: ${MOST_REPEATS} times at most`);
    return { least, most };
  }

  /** Parses the part of the pattern after a backslash. */
  #escape(): readonly CodePointRange[] {
    if (this.#at >= this.#chars.length) throw new Problem("nothing follows the last \\");
    const char = this.#chars[this.#at++];
    const named = CLASSES[char];
    if (named !== undefined) return named;
    const control = CONTROLS[char];
    if (control !== undefined) return [[control, control]];
    if (char === "x") return this.#folded([this.#hex()]);
    if (/[a-zA-Z1-9]/.test(char)) throw new Problem(`\\${char} is not supported`);
    return [[point(char), point(char)]];
  }

  #hex(): number {
    const digits = this.#chars.slice(this.#at, this.#at + 2).join("");
    if (!/^[0-9a-f]{2}$/i.test(digits)) throw new Problem("\\x needs two hexadecimal digits");
    this.#at += 2;
    return Number.parseInt(digits, 16);
  }

  /** Parses the part of the pattern after `[`, up to and including its end. */
  #set(): readonly CodePointRange[] {
    const inverted = this.#takes("^");
    const ranges: CodePointRange[] = [];
    for (let first = true; first || this.#peek() !== "]"; first = false) {
      if (this.#at >= this.#chars.length) throw new Problem("a [ is not closed");
      const from = this.#member();
      if (this.#chars.at(this.#at) === "-" && (this.#chars.at(this.#at + 1) ?? "]") !== "]") {
        this.#at++;
        const to = this.#member();
        if (from.length !== 1 || to.length !== 1 || from[0][0] > to[0][1])
          throw new Problem("a range in brackets ends before it starts");
        ranges.push([from[0][0], to[0][1]]);
      } else ranges.push(...from);
    }
    this.#at++;
    const folded = this.#ignoreCase ? ranges.flatMap(bothCases) : ranges;
    return inverted ? complement(folded) : folded;
  }

  #member(): readonly CodePointRange[] {
    const char = this.#chars[this.#at++];
    return char === "\\" ? this.#escape() : [[point(char), point(char)]];
  }

  #folded(points: readonly number[]): readonly CodePointRange[] {
    const ranges = points.map((one): CodePointRange => [one, one]);
    return this.#ignoreCase ? ranges.flatMap(bothCases) : ranges;
  }
}

function point(char: string): number {
  return char.codePointAt(0) ?? 0;
}

/** Returns a range, and its ASCII letters in the other case. */
function bothCases([from, to]: CodePointRange): CodePointRange[] {
  const within = (low: number, high: number, by: number): CodePointRange[] => {
    const [first, last] = [Math.max(from, low), Math.min(to, high)];
    return first <= last ? [[first + by, last + by]] : [];
  };
  return [[from, to], ...within(0x41, 0x5a, 0x20), ...within(0x61, 0x7a, -0x20)];
}

/** Returns all characters that are not in the ranges. */
function complement(ranges: readonly CodePointRange[]): CodePointRange[] {
  const out: CodePointRange[] = [];
  let next = 0;
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (from > next) out.push([next, from - 1]);
    next = Math.max(next, to + 1);
  }
  return next > LAST_POINT ? out : [...out, [next, LAST_POINT]];
}
