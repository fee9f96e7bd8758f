import { rawPath } from "../../text/escape.js";

/**
 * A state machine that reads a path byte by byte and decides if it matches: `next[state * 256 + byte]` is the
 * state after a byte. A search continues from the state of a folder's path, so that path is not read again
 * for the folder's contents.
 */
export interface Automaton {
  readonly next: Uint16Array;
  readonly accepts: Uint8Array;
  /**
   * True if a matching path still matches after any further bytes: then everything below a match matches,
   * too.
   */
  readonly absorbing: boolean;
}

interface TextOptions {
  /** By default a letter matches both cases if the text has no upper-case letter. */
  readonly matchCase?: boolean;
}

/** Returns a machine for paths that contain a text. */
export function containing(text: string, options: TextOptions = {}): Automaton {
  const { bytes, fold } = pattern(text, options);
  const next = new Uint16Array((bytes.length + 1) * 256);
  // Knuth, Morris, Pratt: if a byte does not match, continue with the longest beginning of the text that
  // still matches.
  let fallback = 0;
  for (let state = 0; state < bytes.length; state++) {
    for (let byte = 0; byte < 256; byte++) {
      const fits = fold[byte] === bytes[state];
      next[state * 256 + byte] = fits ? state + 1 : state === 0 ? 0 : next[fallback * 256 + byte];
    }
    if (state > 0) fallback = next[fallback * 256 + bytes[state]];
  }
  return absorbing(next, bytes.length);
}

/**
 * Returns a machine for paths that contain the letters of a text in their order, with any letters between
 * them.
 */
export function inOrder(text: string, options: TextOptions = {}): Automaton {
  const { bytes, fold } = pattern(text, options);
  const next = new Uint16Array((bytes.length + 1) * 256);
  for (let state = 0; state < bytes.length; state++) {
    for (let byte = 0; byte < 256; byte++)
      next[state * 256 + byte] = fold[byte] === bytes[state] ? state + 1 : state;
  }
  return absorbing(next, bytes.length);
}

function absorbing(next: Uint16Array, last: number): Automaton {
  next.fill(last, last * 256);
  const accepts = new Uint8Array(last + 1);
  accepts[last] = 1;
  return { next, accepts, absorbing: true };
}

/** A text as bytes, and a table that replaces each byte of a path before it is compared. */
export interface Pattern {
  readonly bytes: Uint8Array;
  /** For each byte: itself, or its lower case if case is ignored. */
  readonly fold: Uint8Array;
}

export function pattern(
  text: string,
  { matchCase = text !== text.toLowerCase() }: TextOptions = {},
): Pattern {
  const lower = (byte: number) => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte);
  const fold = Uint8Array.from({ length: 256 }, (_, byte) => (matchCase ? byte : lower(byte)));
  return { bytes: Buffer.from(rawPath(text), "latin1").map((byte) => fold[byte]), fold };
}
