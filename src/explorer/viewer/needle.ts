/** What is searched for: a text as it is typed, or bytes. */
export type Needle = string | Buffer;

/**
 * What a text means in the hex view: pairs of hexadecimal digits, with or without spaces, are bytes (`7f 45 4c 46`); all else,
 * and everything between double quotes, is a text.
 */
export function hexNeedle(typed: string): Needle {
  const quoted = /^"(.*)"$/s.exec(typed);
  if (quoted !== null) return quoted[1];
  const digits = typed.replace(/^0x/i, "").replace(/\s/g, "");
  return /^([0-9a-f]{2})+$/i.test(digits) ? Buffer.from(digits, "hex") : typed;
}

/** Where it was found: offsets of its first bytes, rising, and how far was searched. */
export interface Matches {
  readonly offsets: readonly number[];
  /** Bytes that were searched, from the start of the file on. */
  readonly through: number;
}

export const UNSEARCHED: Matches = { offsets: [], through: 0 };
/** More are neither counted nor gone to. */
export const MOST_MATCHES = 100_000;

/** Bytes that a match takes. */
export function needleBytes(needle: Needle): number {
  return typeof needle === "string" ? Buffer.byteLength(needle) : needle.length;
}

/**
 * Where a text is in bytes, from `base` on in the file: as UTF-8, and where it is all in lower case, ASCII letters in
 * either case. Bytes are found as they are.
 */
export function find(needle: Needle, bytes: Buffer, base: number, most: number): number[] {
  const text = bytes.toString("latin1");
  const pattern = patternOf(needle);
  const offsets: number[] = [];
  for (let match = pattern.exec(text); match !== null && offsets.length < most; match = pattern.exec(text))
    offsets.push(base + match.index);
  return offsets;
}

/** A pattern over bytes, one char each. */
function patternOf(needle: Needle): RegExp {
  const isText = typeof needle === "string";
  const bytes = (isText ? Buffer.from(needle, "utf8") : needle).toString("latin1");
  const anyCase = isText && needle === needle.toLowerCase();
  const source = [...bytes].map((char) => {
    if (anyCase && /[a-z]/.test(char)) return `[${char}${char.toUpperCase()}]`;
    return `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
  return new RegExp(source.join(""), "g");
}
