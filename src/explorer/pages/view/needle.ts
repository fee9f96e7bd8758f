/** The searched text or bytes. */
export type Needle = string | Buffer;

/**
 * Parses a search in the hex view: pairs of hexadecimal digits, with or without spaces, are bytes (`7f 45 4c
 * 46`). Everything else, and everything between double quotes, is a text.
 */
export function hexNeedle(typed: string): Needle {
  const quoted = /^"(.*)"$/s.exec(typed);
  if (quoted !== null) return quoted[1];
  const digits = typed.replace(/^0x/i, "").replace(/\s/g, "");
  return /^([0-9a-f]{2})+$/i.test(digits) ? Buffer.from(digits, "hex") : typed;
}

/** The matches: offsets of their first bytes, sorted, and the searched part. */
export interface Matches {
  readonly offsets: readonly number[];
  /** Bytes that were searched, from the start of the file. */
  readonly through: number;
}

export const UNSEARCHED: Matches = { offsets: [], through: 0 };
/** The maximum number of matches. Further ones are neither counted nor shown. */
export const MOST_MATCHES = 100_000;

/** Returns the number of bytes of a match. */
export function needleBytes(needle: Needle): number {
  return typeof needle === "string" ? Buffer.byteLength(needle) : needle.length;
}

/**
 * Returns the offsets of a text in bytes that begin at offset `base` of the file. A text is searched as
 * UTF-8. If it is all in lower case, ASCII letters match in either case. Bytes match exactly.
 */
export function find(needle: Needle, bytes: Buffer, base: number, most: number): number[] {
  const text = bytes.toString("latin1");
  const pattern = patternOf(needle);
  const offsets: number[] = [];
  for (let match = pattern.exec(text); match !== null && offsets.length < most; match = pattern.exec(text))
    offsets.push(base + match.index);
  return offsets;
}

/** Returns a pattern over bytes, one char for each byte. */
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
