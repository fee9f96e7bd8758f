import { mapUtf8 } from "./utf8.js";

/*
 * The one door to a terminal. Names and texts that come from an image are untrusted: whatever is printed
 * passes through here, and every text output takes only what comes out of here (`Printable`).
 */

declare const printable: unique symbol;
declare const raw: unique symbol;

/** Text that is safe to print: no control character (so no escape sequence, no newline), no bidi control. */
export type Printable = string & { readonly [printable]: true };

/**
 * Bytes of a name as an archive holds them, one char (U+0000–U+00FF) a byte: comparing two with `<` compares
 * bytes. It is neither Unicode nor printable; `escapePath` makes it both.
 */
export type RawPath = string & { readonly [raw]: true };

/** A JavaScript string (an argument, a literal) as the raw bytes of its UTF-8. */
export function rawPath(text: string): RawPath {
  return rawBytes(Buffer.from(text, "utf8"));
}

/** Bytes of an archive as a raw path. */
export function rawBytes(bytes: Buffer): RawPath {
  return bytes.toString("latin1") as RawPath;
}

/** A part of a name, as `slice` gives it. */
export function rawSlice(path: RawPath, from: number, to?: number): RawPath {
  return path.slice(from, to) as RawPath;
}

const PLAIN = /^[\x20-\x5b\x5d-\x7e]*$/;
// C0, DEL, C1, lone surrogates; the bidi marks, embeddings, overrides and isolates.
const UNSAFE = /[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Cs}/gu;

/**
 * A name or link target, printable and without loss: a byte that is no UTF-8 and a control character become
 * `\xhh`, a bidi control `\u{hhhh}`, a backslash `\\`.
 */
export function escapePath(path: RawPath): Printable {
  if (PLAIN.test(path)) return path as string as Printable;
  const valid = (text: string) => escapeText(text.replaceAll("\\", "\\\\"));
  return mapUtf8(Buffer.from(path, "latin1"), valid, hex) as Printable;
}

/** An instruction, a label, a message made printable: as `escapePath`, but a backslash stays as it is. */
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
