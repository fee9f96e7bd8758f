import type { MemberHeader } from "../image/entry.js";
import {
  fitsName,
  fitsTime,
  headerName,
  LARGEST_OWNER,
  padded,
  paxHeader,
  paxRecords,
} from "./pax-header.js";

const BLOCK = 512;
/** Type flags. Source: POSIX pax, "ustar Interchange Format". */
const TYPES = { file: "0", hardlink: "1", symlink: "2", char: "3", block: "4", dir: "5", fifo: "6" } as const;
const SIZE_DIGITS = 11;
const ZEROS = Buffer.alloc(BLOCK);
const NONE = Buffer.alloc(0);
const [BLANK, ZERO] = Buffer.from(" 0");

/** The end mark of an archive: two blocks of zeros. */
export const TAR_END = Buffer.alloc(2 * BLOCK);

/**
 * All that comes before the content of a member: its headers, and the map of a sparse file. The same member gives the same
 * bytes.
 */
export function tarHead(member: MemberHeader): Uint8Array[] {
  const map = mapOf(member);
  const records = paxRecords(member);
  const own = ownHeader(member, map.length + contentBytes(member));
  const parts = records.length > 0 ? [paxHeader(records), own] : [own];
  return map.length > 0 ? [...parts, map] : parts;
}

/** The zeros after a member's content. */
export function padding(contentBytes: number): Uint8Array {
  return ZEROS.subarray(0, padded(contentBytes) - contentBytes);
}

/** Bytes of a member's content as the archive stores it, without holes. */
export function contentBytes({ type, size, sparse }: MemberHeader): number {
  if (type !== "file") return 0;
  return sparse === null ? size : sparse.reduce((sum, { length }) => sum + length, 0);
}

/** Bytes of an archive of these members. */
export function archiveBytes(members: Iterable<MemberHeader>): number {
  let bytes = TAR_END.length;
  for (const member of members) {
    const records = paxRecords(member);
    if (records.length > 0) bytes += paxHeader(records).length;
    bytes += BLOCK + padded(mapOf(member).length + contentBytes(member));
  }
  return bytes;
}

/** The map of a PAX 1.0 sparse file: one number a line, padded to whole blocks. Empty for every other member. */
function mapOf({ type, sparse: chunks }: MemberHeader): Buffer {
  if (type !== "file" || chunks === null) return NONE;
  const numbers = [chunks.length, ...chunks.flatMap(({ offset, length }) => [offset, length])];
  const text = `${numbers.join("\n")}\n`;
  const map = Buffer.alloc(padded(text.length));
  map.write(text, "latin1");
  return map;
}

/** A ustar header, byte for byte as tar-stream writes it. What does not fit is in the PAX header. */
function ownHeader(member: MemberHeader, size: number): Buffer {
  const { type, mode, uid, gid, mtime, linkname, device } = member;
  const name = headerName(member);
  const block = Buffer.allocUnsafe(BLOCK).fill(0);
  block.write(fitsName(name) ? name : "PaxMember", 0, "latin1");
  writeOctal(block, mode & 0o7777, { at: 100, digits: 6 });
  writeOctal(block, Math.min(uid, LARGEST_OWNER), { at: 108, digits: 6 });
  writeOctal(block, Math.min(gid, LARGEST_OWNER), { at: 116, digits: 6 });
  writeSize(block, size);
  writeOctal(block, fitsTime(member) ? mtime : 0, { at: 136, digits: 11 });
  block.write(TYPES[type], 156, "latin1");
  block.write(fitsName(linkname) ? linkname : "PaxMember", 157, "latin1");
  block.write("ustar\x0000", 257, "latin1");
  writeOctal(block, Math.min(device?.major ?? 0, LARGEST_OWNER), { at: 329, digits: 6 });
  writeOctal(block, Math.min(device?.minor ?? 0, LARGEST_OWNER), { at: 337, digits: 6 });
  // For the checksum, its own eight bytes count as blanks.
  let sum = 8 * BLANK;
  for (let at = 0; at < BLOCK; at++) sum += block[at];
  writeOctal(block, sum, { at: 148, digits: 6 });
  return block;
}

/** Octal digits and a blank. The digits are written one by one: texts of them would take most of the time of a header. */
function writeOctal(
  block: Buffer,
  value: number,
  { at, digits }: { readonly at: number; readonly digits: number },
): void {
  let rest = value;
  for (let place = at + digits - 1; place >= at; place--) {
    block[place] = ZERO + (rest % 8);
    rest = Math.floor(rest / 8);
  }
  block[at + digits] = BLANK;
}

/** A size of 8 GiB or more is binary, which its first bit says. */
function writeSize(block: Buffer, size: number): void {
  const at = 124;
  if (size < 8 ** SIZE_DIGITS) {
    writeOctal(block, size, { at, digits: SIZE_DIGITS });
  } else {
    block[at] = 0x80;
    block.writeUIntBE(size, at + SIZE_DIGITS - 5, 6);
  }
}
