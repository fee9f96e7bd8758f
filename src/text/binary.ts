/** Bytes that are looked at to tell text from all else. */
const SAMPLE = 8192;

/** The one rule for what is no text: it holds a NUL, or much that is no UTF-8, in its first 8 kB. A Latin-1 file is text. */
export function isBinary(beginning: Uint8Array): boolean {
  const sample = Buffer.from(beginning.subarray(0, SAMPLE));
  if (sample.includes(0)) return true;
  const bad = sample.toString("utf8").split("\ufffd").length - 1;
  return bad * 20 > sample.length;
}
