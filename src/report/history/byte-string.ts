import { mapUtf8 } from "../../text/utf8.js";

/**
 * UTF-8 with one char (U+0000–U+00FF) for each byte. Templates count and cut bytes, so a text may end in half
 * a character. The next piece of text may contain the other half.
 */
export type ByteString = string;

export function encodeUtf8(text: string): ByteString {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** Decodes a text; each byte that is not UTF-8 is U+FFFD. */
export function decodeUtf8(bytes: ByteString): string {
  return mapBytes(
    bytes,
    (text) => text,
    () => "\ufffd",
  );
}

/** Like `mapUtf8`, for a byte string. */
export function mapBytes(
  bytes: ByteString,
  valid: (text: string) => string,
  invalid: (byte: number) => string,
): string {
  return mapUtf8(Buffer.from(bytes, "latin1"), valid, invalid);
}
