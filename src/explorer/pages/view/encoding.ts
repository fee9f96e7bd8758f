import { mapUtf8 } from "../../../text/utf8.js";

/** The encoding of a text that is not UTF-8. */
export type Encoding = "Latin-1" | "UTF-16 LE" | "UTF-16 BE";

/** The maximum size in bytes of a file that is decoded: the whole file is in memory, twice. */
export const LONGEST_DECODED = 512 * 1024;

/**
 * Returns the encoding of a whole file that is a text, but not UTF-8: UTF-16 by its byte order mark. Latin-1
 * if the file has bytes above 0x9f, none of them part of a valid UTF-8 character, and no control characters.
 * `null` for all other files, also for damaged UTF-8.
 */
export function encodingOf(bytes: Buffer): Encoding | null {
  if (bytes.length >= 2 && bytes.length % 2 === 0) {
    if (bytes[0] === 0xff && bytes[1] === 0xfe) return "UTF-16 LE";
    if (bytes[0] === 0xfe && bytes[1] === 0xff) return "UTF-16 BE";
  }
  if (!/[\xa0-\xff]/.test(bytes.toString("latin1"))) return null;
  if (/[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f-\x9f]/.test(bytes.toString("latin1"))) return null;
  let isMixed = false;
  let found = 0;
  mapUtf8(
    bytes,
    (text) => {
      isMixed ||= /[^\x00-\x7f]/.test(text);
      return "";
    },
    () => {
      found++;
      return "";
    },
  );
  return found > 0 && !isMixed ? "Latin-1" : null;
}

/** Returns a file as UTF-8, without its byte order mark. */
export function decoded(bytes: Buffer, encoding: Encoding): Buffer {
  if (encoding === "Latin-1") return Buffer.from(bytes.toString("latin1"));
  const units = Buffer.from(bytes.subarray(2));
  if (encoding === "UTF-16 BE") units.swap16();
  return Buffer.from(units.toString("utf16le"));
}
