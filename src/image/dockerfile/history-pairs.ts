const KEY = /^[^\s="'\\$]+$/;
const PLAIN = /^[\w@%+:,./=-]*$/;
const QUOTED = /^"(?:[^"\\]|\\.)*"$/;

/**
 * The text after ENV, LABEL or ARG, with quotes around values that need them: `A=1 B="2 3"`. A history keeps no quotes,
 * so a value ends where the next one of the `names` begins, those that the image's config has; for `null` any name.
 * @param sign the Dockerfile's escape character.
 * @returns `null` where it is no list of names with values.
 */
export function writtenPairs(text: string, names: ReadonlySet<string> | null, sign: string): string | null {
  const pairs = text.includes("=") ? splitPairs(text, names) : oldPair(text);
  if (pairs.some(([name]) => !KEY.test(name))) return null;
  return pairs.map(([name, value]) => `${name}=${written(value, sign)}`).join(" ");
}

type Pair = readonly [name: string, value: string];

function splitPairs(text: string, names: ReadonlySet<string> | null): Pair[] {
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

/** `NAME value`, as it was written once. */
function oldPair(text: string): Pair[] {
  const [, name = "", value = ""] = /^(\S+)\s+(\S[\s\S]*)$/.exec(text) ?? [];
  return [[name, value]];
}

const QUOTED_PAIRS = /^(?:\s+[^\s="'\\$]+=(?:[^\s"'\\]|\\\S|"(?:[^"\\]|\\.)*"|'[^']*')*)+\s*$/;

/** True for names with values as a Dockerfile has them: ` A=1 B="2 3"`. */
export function isQuotedPairs(text: string): boolean {
  return QUOTED_PAIRS.test(text);
}

/** One name with its value, quoted if needed; `null` if it cannot be written on one line. */
export function writtenPair(name: string, value: string, sign: string): string | null {
  // A parser would read an option there.
  if (!KEY.test(name) || name.startsWith("--") || /[\r\n]/.test(value)) return null;
  return `${name}=${written(value, sign, { isRaw: true })}`;
}

/** A value as a Dockerfile gives it back: in a history, variables are replaced already. */
function written(value: string, sign: string, { isRaw = false } = {}): string {
  if (PLAIN.test(value) || (!isRaw && sign === "\\" && QUOTED.test(value) && !value.includes("$")))
    return value;
  return `"${value.replace(sign === "`" ? /["`$]/g : /["\\$]/g, (char) => sign + char)}"`;
}
