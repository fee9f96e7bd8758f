import { mapUtf8 } from "./utf8.js";

/*
 * Names and texts from an image are untrusted. Everything that is printed passes through this file: every
 * text output takes only `Printable`, and only this file makes it.
 */

declare const printable: unique symbol;
declare const raw: unique symbol;

/** Text that is safe to print: no control character (so no escape sequence, no newline), no bidi control. */
export type Printable = string & { readonly [printable]: true };

/**
 * The bytes of a name in an archive, one char (U+0000–U+00FF) for each byte, so that `<` compares bytes. It
 * is neither Unicode nor printable; `escapePath` makes it printable.
 */
export type RawPath = string & { readonly [raw]: true };

/** Returns a JavaScript string (an argument, a literal) as the raw bytes of its UTF-8. */
export function rawPath(text: string): RawPath {
  return rawBytes(Buffer.from(text, "utf8"));
}

/** Returns bytes of an archive as a raw path. */
export function rawBytes(bytes: Buffer): RawPath {
  return bytes.toString("latin1") as RawPath;
}

/** Returns a part of a name, like `slice`. */
export function rawSlice(path: RawPath, from: number, to?: number): RawPath {
  return path.slice(from, to) as RawPath;
}

const PLAIN = /^[\x20-\x5b\x5d-\x7e]*$/;
// C0, DEL, C1, lone surrogates, and bidi marks, embeddings, overrides and isolates.
const UNSAFE = /[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Cs}/gu;

/**
 * Makes a name or link target printable, without loss: a byte that is not UTF-8 and a control character
 * become `\xhh`, a bidi control `\u{hhhh}`, a backslash `\\`.
 */
export function escapePath(path: RawPath): Printable {
  if (PLAIN.test(path)) return path as string as Printable;
  const valid = (text: string) => escapeText(text.replaceAll("\\", "\\\\"));
  return mapUtf8(Buffer.from(path, "latin1"), valid, hex) as Printable;
}

/**
 * Makes an instruction, a label or a message printable: like `escapePath`, but a backslash stays unchanged.
 */
export function escapeText(text: string): Printable {
  if (PLAIN.test(text)) return text as Printable;
  return text.replace(UNSAFE, (char) => code(char.codePointAt(0) ?? 0)) as Printable;
}

function code(point: number): string {
  return point < 0x100 ? hex(point) : `\\u{${point.toString(16).padStart(4, "0")}}`;
}

function hex(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, "0")}`;
}
