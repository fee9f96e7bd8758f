import { mapUtf8 } from "../../text/utf8.js";

/**
 * UTF-8 with one char (U+0000–U+00FF) a byte. Templates count and cut bytes, and may leave half a character
 * that only the next piece of text makes whole, or nobody.
 */
export type ByteString = string;

export function encodeUtf8(text: string): ByteString {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** The text; each byte that is no UTF-8 is U+FFFD. */
export function decodeUtf8(bytes: ByteString): string {
  return mapBytes(
    bytes,
    (text) => text,
    () => "\ufffd",
  );
}

/** As `mapUtf8`, on a byte string. */
export function mapBytes(
  bytes: ByteString,
  valid: (text: string) => string,
  invalid: (byte: number) => string,
): string {
  return mapUtf8(Buffer.from(bytes, "latin1"), valid, invalid);
}
