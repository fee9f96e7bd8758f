const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * The one rule for a carriage return before a newline: where every newline of a text has one, it is part of the
 * newline and is not shown; else it is a character like others, since it distinguishes some lines from the rest.
 * @param before the byte before the first one, for a text that comes in pieces.
 * @returns true where a newline has no carriage return before it.
 */
export function hasBareNewline(bytes: Uint8Array, before = 0): boolean {
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) {
    if ((at === 0 ? before : bytes[at - 1]) !== CARRIAGE_RETURN) return true;
  }
  return false;
}

/** True where the newlines of all texts have a carriage return, so that those at the ends of lines are not shown. */
export function isCrlf(texts: readonly Uint8Array[]): boolean {
  // A carriage return at the very end is no part of a newline.
  return texts.every((bytes) => !hasBareNewline(bytes) && bytes.at(-1) !== CARRIAGE_RETURN);
}

/** A line of such a text, without its newline, as it is shown. */
export function withoutReturn(line: Buffer): Buffer {
  return line.at(-1) === CARRIAGE_RETURN ? line.subarray(0, -1) : line;
}
