/** The number of bytes at the beginning of a file that decide if it is text. */
const SAMPLE = 8192;

/**
 * Returns true for a binary file: its first 8 kB contain a NUL, or many invalid UTF-8 bytes. Latin-1 is text.
 * All reports and the explorer use this rule.
 */
export function isBinary(beginning: Uint8Array): boolean {
  const sample = Buffer.from(beginning.subarray(0, SAMPLE));
  if (sample.includes(0)) return true;
  const bad = sample.toString("utf8").split("\ufffd").length - 1;
  return bad * 20 > sample.length;
}
