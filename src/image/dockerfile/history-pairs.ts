const KEY = /^[^\s="'\\$]+$/;
const PLAIN = /^[\w@%+:,./=-]*$/;
const QUOTED = /^"(?:[^"\\]|\\.)*"$/;

/**
 * Returns the text after ENV, LABEL or ARG, with quotes around values that need them: `A=1 B="2 3"`. A
 * history has no quotes, so a value ends where the next of the `names` begins. These are the names in the
 * image's config; `null` means any name.
 * @param sign the Dockerfile's escape character.
 * @returns `null` if the text is not a list of names with values.
 */
export function writtenPairs(text: string, names: Names | null, sign: string): string | null {
  const pairs = splitPairs(text, names);
  if (pairs.some(([name]) => !KEY.test(name))) return null;
  return pairs.map(([name, value]) => `${name}=${written(value, sign)}`).join(" ");
}

/** Names of the config. */
type Names = Pick<ReadonlySet<string>, "has">;
type Pair = readonly [name: string, value: string];

/** Returns the pairs of the text after ENV, LABEL or ARG. The values have the quotes of the text. */
export function splitPairs(text: string, names: Names | null): Pair[] {
  if (!text.includes("=")) return oldPair(text);
  const starts: number[] = [0];
  for (const match of text.matchAll(/\s([^\s="'\\$]+)=/g)) {
    if (names === null || names.has(match[1])) starts.push(match.index + 1);
  }
  return starts.map((start, at) => {
    const pair = text.slice(start, starts[at + 1]).trimEnd();
    const sign = pair.indexOf("=");
    return [pair.slice(0, sign), pair.slice(sign + 1)];
  });
}

/** Parses `NAME value`, an old form. */
function oldPair(text: string): Pair[] {
  const [, name = "", value = ""] = /^(\S+)\s+(\S[\s\S]*)$/.exec(text) ?? [];
  return [[name, value]];
}

const QUOTED_PAIRS = /^(?:\s+[^\s="'\\$]+=(?:[^\s"'\\]|\\\S|"(?:[^"\\]|\\.)*"|'[^']*')*)+\s*$/;

/** Returns true for names with values in the form of a Dockerfile: ` A=1 B="2 3"`. */
export function isQuotedPairs(text: string): boolean {
  return QUOTED_PAIRS.test(text);
}

/** Returns one name with its value, quoted if needed; `null` if it cannot be written on one line. */
export function writtenPair(name: string, value: string, sign: string): string | null {
  // A parser would read it as an option.
  if (!KEY.test(name) || name.startsWith("--") || /[\r\n]/.test(value)) return null;
  return `${name}=${written(value, sign, { isRaw: true })}`;
}

/** Returns a value for a Dockerfile. Variables in a history are replaced already, so a `$` is escaped. */
function written(value: string, sign: string, { isRaw = false } = {}): string {
  if (PLAIN.test(value) || (!isRaw && sign === "\\" && QUOTED.test(value) && !value.includes("$")))
    return value;
  return `"${value.replace(sign === "`" ? /["`$]/g : /["\\$]/g, (char) => sign + char)}"`;
}
