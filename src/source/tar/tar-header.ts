import type { Device } from "../../image/entry.js";
import { BLOCK } from "../../image/tar-block.js";
import type { RawPath } from "../../text/escape.js";
import { Damage } from "../damage.js";

/** The fields of one header block. Extension headers are not applied. */
export interface Header {
  readonly name: RawPath;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  /** Seconds since 1970. Above 2^53 the number is rounded, which no calendar can show anyway. */
  readonly mtime: number;
  /** Nanoseconds after `mtime`. Only PAX records have them. */
  readonly mtimeNanos: number;
  /** The type flag, one char; `"\0"` is an old regular file. */
  readonly flag: string;
  readonly linkname: RawPath;
}

/**
 * Decodes the header block at `bytes[start]`: v7, ustar with its prefix, star, GNU with base-256 numbers.
 * `null` for a block of zeros. `position` is the block's offset in the archive, for errors.
 * @throws Damage if the checksum is wrong or a number is invalid. Source: POSIX pax, "ustar Interchange
 * Format"; GNU tar, "Basic Tar Format".
 */
export function decodeHeader(bytes: Buffer, start: number, position: number): Header | null {
  const sum = byteSum(bytes, start);
  if (sum === 0) return null;
  checkSum(bytes, start, sum, position);
  return {
    name: fullName(bytes, start),
    mode: valid(decodeNumber(bytes, start + 100, 8), "mode", position),
    uid: owner(valid(decodeNumber(bytes, start + 108, 8), "user", position)),
    gid: owner(valid(decodeNumber(bytes, start + 116, 8), "group", position)),
    size: valid(decodeNumber(bytes, start + 124, 12), "size", position),
    mtime: validTime(decodeNumber(bytes, start + 136, 12), position),
    mtimeNanos: 0,
    flag: String.fromCharCode(bytes[start + 156]),
    linkname: text(bytes, start + 157, 100),
  };
}

/**
 * Returns the sum of a block's bytes. If the block is at a multiple of 4 in memory, it adds four bytes at a
 * time: reading an archive of small files takes most of its time in this loop. Each half of a word adds up
 * two of its bytes, and 256 bytes of 255 fit in 16 bits.
 */
function byteSum(bytes: Buffer, start: number): number {
  if ((bytes.byteOffset + start) % 4 !== 0 || start + BLOCK > bytes.length) return slowByteSum(bytes, start);
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset + start, BLOCK / 4);
  let even = 0;
  let odd = 0;
  for (let i = 0; i < BLOCK / 4; i++) {
    const word = words[i];
    even += word & 0x00ff00ff;
    odd += (word >>> 8) & 0x00ff00ff;
  }
  return (even & 0xffff) + (even >>> 16) + (odd & 0xffff) + (odd >>> 16);
}

function slowByteSum(bytes: Buffer, start: number): number {
  let sum = 0;
  for (let at = start; at < start + BLOCK; at++) sum += bytes[at];
  return sum;
}

/** Returns true if a block has the magic of a POSIX or GNU tar header, also if other fields are invalid. */
export function hasMagic(bytes: Buffer, start: number): boolean {
  return bytes.toString("latin1", start + 257, start + 262) === "ustar";
}

/**
 * Returns true for a header block at `bytes[start]` with a correct checksum, false for zeros and anything
 * else.
 */
export function isHeader(bytes: Buffer, start: number): boolean {
  if (bytes.length < start + BLOCK) return false;
  try {
    return decodeHeader(bytes, start, 0) !== null;
  } catch (error) {
    if (error instanceof Damage) return false;
    throw error;
  }
}

/**
 * Decodes a number field: octal digits, or base-256 if the first bit is set (two's complement). `NaN` if it
 * is invalid; above 2^53 it is rounded.
 */
export function decodeNumber(bytes: Buffer, start: number, length: number): number {
  if (bytes[start] & 0x80) return base256(bytes, start, length);
  let at = start;
  const end = start + length;
  while (at < end && (bytes[at] === 0x20 || bytes[at] === 0)) at += 1;
  let value = 0;
  for (; at < end && bytes[at] !== 0 && bytes[at] !== 0x20; at++) {
    const digit = bytes[at] - 0x30;
    if (digit < 0 || digit > 7) return Number.NaN;
    value = value * 8 + digit;
  }
  return value;
}

/**
 * Returns the number of a field, if it is valid and exact.
 * @throws Damage
 */
export function valid(value: number, field: string, position: number): number {
  if (Number.isSafeInteger(value)) return value;
  throw new Damage("corrupt", position, `the ${field} in a tar header is not a number`);
}

/**
 * Returns the user or group ID that Linux stores. It has 32 bits and no sign: −2 becomes 4294967294. On some
 * systems, −2 is the user named `nobody`.
 */
export function owner(id: number): number {
  return id < 0 ? id >>> 0 : id;
}

/**
 * Returns the device numbers of the header block at `bytes[start]`; 0:0 in formats without such fields.
 * @throws Damage if a number is invalid.
 */
export function decodeDevice(bytes: Buffer, start: number, position: number): Device {
  if (bytes.toString("latin1", start + 257, start + 262) !== "ustar") return { major: 0, minor: 0 };
  return {
    major: valid(decodeNumber(bytes, start + 329, 8), "device", position),
    minor: valid(decodeNumber(bytes, start + 337, 8), "device", position),
  };
}

/**
 * Returns a time, which may be any number: a time outside of all calendars is not damage.
 * @throws Damage if it is not a number.
 */
function validTime(value: number, position: number): number {
  return Number.isNaN(value) ? valid(value, "time", position) : value;
}

function base256(bytes: Buffer, start: number, length: number): number {
  const negative = (bytes[start] & 0x40) !== 0;
  let value = negative ? (bytes[start] & 0x7f) - 0x80 : bytes[start] & 0x3f;
  for (let at = start + 1; at < start + length; at++) value = value * 256 + bytes[at];
  return value;
}

function checkSum(bytes: Buffer, start: number, sum: number, position: number): void {
  const stored = valid(decodeNumber(bytes, start + 148, 8), "checksum", position);
  let field = 0;
  for (let at = start + 148; at < start + 156; at++) field += bytes[at];
  const unsigned = sum - field + 8 * 0x20;
  if (stored === unsigned || stored === signedSum(bytes, start)) return;
  throw new Damage("corrupt", position, "the checksum of a tar header does not match");
}

/** Some old writers added signed chars. */
function signedSum(bytes: Buffer, start: number): number {
  let sum = 8 * 0x20;
  for (let at = start; at < start + BLOCK; at++) {
    if (at < start + 148 || at >= start + 156) sum += (bytes[at] << 24) >> 24;
  }
  return sum;
}

function fullName(bytes: Buffer, start: number): RawPath {
  const name = text(bytes, start, 100);
  // Most headers have no prefix, in any format.
  if (bytes[start + 345] === 0) return name;
  const magic = bytes.toString("latin1", start + 257, start + 265);
  if (magic === "ustar  \0") return withPrefix(gnuPrefix(bytes, start), name);
  if (!magic.startsWith("ustar\0")) return name;
  // star stores times after a shorter prefix. The block's last four bytes show that.
  const star = bytes.toString("latin1", start + 508, start + 512) === "tar\0";
  return withPrefix(text(bytes, start + 345, star ? 131 : 155), name);
}

function withPrefix(prefix: RawPath, name: RawPath): RawPath {
  return (prefix === "" ? name : `${prefix}/${name}`) as RawPath;
}

/**
 * GNU stores two times in place of ustar's prefix. Old versions of Docker wrote the prefix there with GNU's
 * magic. It is a prefix if one of the times is not a number, and if it is ASCII. Source: Go's archive/tar,
 * `readHeader`.
 */
function gnuPrefix(bytes: Buffer, start: number): RawPath {
  if (isGnuTime(bytes, start + 345) && isGnuTime(bytes, start + 357)) return "" as RawPath;
  const prefix = text(bytes, start + 345, 155);
  return /^[\0-\x7f]*$/.test(prefix) ? prefix : ("" as RawPath);
}

/** Returns true for an empty field, octal digits between spaces and NULs, and base 256 within 64 bits. */
function isGnuTime(bytes: Buffer, at: number): boolean {
  if (bytes[at] === 0) return true;
  if (bytes[at] & 0x80) return fits64(bytes, at);
  const field = bytes.toString("latin1", at, at + 12).replace(/^[ \0]+|[ \0]+$/g, "");
  return /^[0-7]*(?:\0|$)/.test(field);
}

/** The first four of the 12 bytes only contain the sign. */
function fits64(bytes: Buffer, at: number): boolean {
  const sign = bytes[at] & 0x40 ? 0xff : 0;
  if ((bytes[at] | 0x80) !== (sign | 0x80)) return false;
  for (let i = at + 1; i < at + 4; i++) if (bytes[i] !== sign) return false;
  return (bytes[at + 4] & 0x80) === (sign & 0x80);
}

function text(bytes: Buffer, start: number, length: number): RawPath {
  let end = start;
  while (end < start + length && bytes[end] !== 0) end += 1;
  return (end === start ? "" : bytes.toString("latin1", start, end)) as RawPath;
}
