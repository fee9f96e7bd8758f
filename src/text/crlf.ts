const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Decides whether carriage returns before newlines are shown. If every newline of a text has one, they belong
 * to the newlines and are not shown. Otherwise a carriage return is shown like other characters, because it
 * distinguishes some lines from others.
 * @param before the byte before the first one, for a text that is read in pieces.
 * @returns true if a newline has no carriage return before it.
 */
export function hasBareNewline(bytes: Uint8Array, before = 0): boolean {
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) {
    if ((at === 0 ? before : bytes[at - 1]) !== CARRIAGE_RETURN) return true;
  }
  return false;
}

/**
 * Returns true if the newlines of all texts have a carriage return, so that it is not shown at the ends of
 * lines.
 */
export function isCrlf(texts: readonly Uint8Array[]): boolean {
  // A carriage return at the very end does not belong to a newline.
  return texts.every((bytes) => !hasBareNewline(bytes) && bytes.at(-1) !== CARRIAGE_RETURN);
}

/** Returns a line of such a text as it is shown. The line has no newline. */
export function withoutReturn(line: Buffer): Buffer {
  return line.at(-1) === CARRIAGE_RETURN ? line.subarray(0, -1) : line;
}
