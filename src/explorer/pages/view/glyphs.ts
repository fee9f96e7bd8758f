import { escapeText, type Printable } from "../../../text/escape.js";
import { mapUtf8 } from "../../../text/utf8.js";
import { textColumns } from "../../../text/width.js";
import { literal, type Span, span } from "../../drawing/row.js";

/** The text on the screen for one character of a file, or for one invalid byte. */
export interface Glyph {
  readonly text: Printable;
  readonly columns: number;
  /** The offset of its first byte in its row. */
  readonly at: number;
  /** True if it replaces a character that cannot be shown. */
  readonly escaped: boolean;
}

const TAB = 0x09;
const TAB_COLUMNS = 8;
/** The maximum number of bytes that are decoded together, so that invisible bytes are rarely decoded. */
const RUN = 512;

const ASCII = Array.from({ length: 0x80 }, (_, code) => escapeText(String.fromCharCode(code)));

/**
 * Yields the characters of a row as they are on the screen: tabs to every eighth column, control characters
 * and invalid bytes as escapes.
 */
function* glyphs(bytes: Buffer): Generator<Glyph, undefined> {
  let column = 0;
  for (let at = 0; at < bytes.length; ) {
    const end = isAscii(bytes, at) ? at + 1 : runEnd(bytes, at);
    for (const glyph of end === at + 1 ? [asciiGlyph(bytes[at], at, column)] : decoded(bytes, at, end)) {
      column += glyph.columns;
      yield glyph;
    }
    at = end;
  }
}

/**
 * Returns true for an ASCII character that no other character combines with. Nothing combines with a control
 * character.
 */
function isAscii(bytes: Buffer, at: number): boolean {
  return bytes[at] < 0x20 || (bytes[at] < 0x80 && (at + 1 >= bytes.length || bytes[at + 1] < 0x80));
}

function runEnd(bytes: Buffer, from: number): number {
  let end = from + 1;
  while (end < bytes.length && !isAscii(bytes, end)) {
    // Does not split a sequence of bytes.
    if (end - from >= RUN && ((bytes[end] & 0xc0) !== 0x80 || end - from >= RUN + 3)) break;
    end++;
  }
  return end;
}

function asciiGlyph(byte: number, at: number, column: number): Glyph {
  if (byte === TAB) {
    const columns = TAB_COLUMNS - (column % TAB_COLUMNS);
    return { text: escapeText(" ".repeat(columns)), columns, at, escaped: false };
  }
  if (byte >= 0x80) return invalidGlyph(byte, at);
  const text = ASCII[byte];
  return { text, columns: text.length, at, escaped: text.length > 1 };
}

function decoded(bytes: Buffer, from: number, to: number): Glyph[] {
  const out: Glyph[] = [];
  let at = from;
  const valid = (text: string) => {
    for (const { segment } of new Intl.Segmenter().segment(text)) {
      const shown = escapeText(segment);
      out.push({ text: shown, columns: textColumns(shown), at, escaped: shown !== segment });
      at += Buffer.byteLength(segment);
    }
    return "";
  };
  const invalid = (byte: number) => {
    out.push(invalidGlyph(byte, at));
    at++;
    return "";
  };
  mapUtf8(bytes.subarray(from, to), valid, invalid);
  return out;
}

function invalidGlyph(byte: number, at: number): Glyph {
  const text = escapeText(`\\x${byte.toString(16)}`);
  return { text, columns: 4, at, escaped: true };
}

/** Returns the offsets, from 0 on, at which a row of the file is wrapped. */
export function wraps(bytes: Buffer, columns: number): number[] {
  if (isPlain(bytes))
    return Array.from({ length: Math.max(Math.ceil(bytes.length / columns), 1) }, (_, row) => row * columns);
  const starts = [0];
  let used = 0;
  for (const glyph of glyphs(bytes)) {
    if (used + glyph.columns > columns && used > 0) {
      starts.push(glyph.at);
      used = 0;
    }
    used += glyph.columns;
  }
  return starts;
}

/** Yields the glyphs in `columns` columns, from column `left` on. */
export function* glyphsWithin(bytes: Buffer, left: number, columns: number): Generator<Glyph, undefined> {
  if (isPlain(bytes)) {
    const end = Math.min(left + columns, bytes.length);
    for (let at = left; at < end; at++) yield { text: ASCII[bytes[at]], columns: 1, at, escaped: false };
    return;
  }
  let column = 0;
  for (const glyph of glyphs(bytes)) {
    const from = column - left;
    column += glyph.columns;
    if (from >= columns) return;
    if (from >= 0 && from + glyph.columns <= columns) yield glyph;
    // A character at the edge that is only half visible is replaced with spaces.
    else if (column > left) {
      const room = Math.min(column - left, glyph.columns, columns - from);
      yield { ...glyph, text: escapeText(" ".repeat(room)), columns: room };
    }
  }
}

/** Returns true if a row has a glyph in a column or after it. */
export function reachesColumn(bytes: Buffer, column: number): boolean {
  return glyphsWithin(bytes, column, 1).next().done !== true;
}

/** The mark at the end of a row that is cut. */
export const CUT: Span = span(literal("›"), "accent");

/** Returns true if every byte is a character of one column, as in most rows. Then columns are offsets. */
function isPlain(bytes: Buffer): boolean {
  return PLAIN.test(bytes.toString("latin1"));
}

const PLAIN = /^[\x20-\x7e]*$/;
