import { isUtf8 } from "node:buffer";

/**
 * Decodes UTF-8 that may be damaged: valid parts go through `valid`, every invalid byte goes through
 * `invalid`. `TextDecoder` replaces several bad bytes with one U+FFFD, and the replacement cannot be changed.
 */
export function mapUtf8(
  bytes: Buffer,
  valid: (text: string) => string,
  invalid: (byte: number) => string,
): string {
  if (isUtf8(bytes)) return valid(bytes.toString("utf8"));
  let out = "";
  let start = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    if (at > start) out += valid(bytes.toString("utf8", start, at));
    out += invalid(bytes[at]);
    at += 1;
    start = at;
  }
  return start < bytes.length ? out + valid(bytes.toString("utf8", start)) : out;
}

/** Returns the length of the valid UTF-8 sequence at `at`, or 0. */
function sequenceLength(bytes: Buffer, at: number): number {
  const lead = bytes[at];
  const length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  return length > 0 && at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)) ? length : 0;
}
