import { type ByteString, encodeUtf8, mapBytes } from "../byte-string.js";
import { refuse } from "./fault.js";

const ESCAPES = new Map([
  ["a", "\x07"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
  ["\\", "\\"],
  ['"', '"'],
]);

/** Returns the value of a double-quoted Go string. `source` includes the quotes. */
export function unquote(source: string): ByteString {
  const pieces = source
    .slice(1, -1)
    .matchAll(/\\(?:([0-7]{3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.))|[^\\]+/gsu);
  let out = "";
  for (const [piece, octal, byte, short, long, letter] of pieces) {
    if (octal !== undefined) out += byteOf(Number.parseInt(octal, 8), piece);
    else if (byte !== undefined) out += byteOf(Number.parseInt(byte, 16), piece);
    else if (letter !== undefined)
      out += ESCAPES.get(letter) ?? refuse(`unknown escape in a string: \\${letter}`);
    else if (!piece.startsWith("\\")) out += encodeUtf8(piece);
    else out += codePoint(Number.parseInt(short ?? long, 16), piece);
  }
  return out;
}

function byteOf(value: number, piece: string): ByteString {
  return value < 0x100 ? String.fromCharCode(value) : refuse(`unknown escape in a string: ${piece}`);
}

function codePoint(value: number, piece: string): ByteString {
  const exists = value <= 0x10ffff && (value < 0xd800 || value > 0xdfff);
  return exists ? encodeUtf8(String.fromCodePoint(value)) : refuse(`unknown escape in a string: ${piece}`);
}

const NAMES = new Map([...ESCAPES].map(([letter, character]) => [character, `\\${letter}`]));
const PRINTS = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

/** Works like Go's `%q`: double quotes, and escapes for unprintable characters. */
export function quote(bytes: ByteString): ByteString {
  const valid = (text: string) => [...text].map(quoteCharacter).join("");
  return `"${mapBytes(bytes, valid, (byte) => `\\x${hex(byte, 2)}`)}"`;
}

function quoteCharacter(character: string): ByteString {
  const named = NAMES.get(character);
  if (named !== undefined) return named;
  if (PRINTS.test(character)) return encodeUtf8(character);
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x20 || point === 0x7f) return `\\x${hex(point, 2)}`;
  return point < 0x10000 ? `\\u${hex(point, 4)}` : `\\U${hex(point, 8)}`;
}

function hex(value: number, length: number): string {
  return value.toString(16).padStart(length, "0");
}
