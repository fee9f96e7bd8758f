import type { MemberHeader } from "../image/entry.js";
import { BLOCK, padded } from "../image/tar-block.js";
import type { RawPath } from "../text/escape.js";

const NAME_BYTES = 100;
/** The greatest numbers that tar-stream writes into a header: six octal digits, and 31 bits for times. */
const LARGEST_NUMBER = 0o777777;
const LARGEST_TIME = 0x7fffffff;

/** Returns PAX records for facts that do not fit in a member's own header: key and value, as bytes. */
export function paxRecords(member: MemberHeader): [string, RawPath][] {
  const { linkname, uid, gid, xattrs, size, sparse } = member;
  const records: [string, RawPath][] = [];
  const add = (key: string, value: string | number) => records.push([key, String(value) as RawPath]);
  if (sparse !== null) {
    add("GNU.sparse.major", 1);
    add("GNU.sparse.minor", 0);
    add("GNU.sparse.name", member.path);
    add("GNU.sparse.realsize", size);
  } else if (!fitsName(headerName(member))) add("path", headerName(member));
  if (!fitsName(linkname)) add("linkpath", linkname);
  if (!fitsNumber(uid)) add("uid", uid);
  if (!fitsNumber(gid)) add("gid", gid);
  if (!fitsTime(member)) add("mtime", timeText(member));
  for (const [name, value] of xattrs ?? []) add(`SCHILY.xattr.${name}`, value);
  return records;
}

/** Returns the path as it is written in an archive: a folder's path ends in a slash. */
export function headerName({ path, type }: MemberHeader): RawPath {
  if (path === "") return "./" as RawPath;
  return type === "dir" ? (`${path}/` as RawPath) : path;
}

/** Returns true for a name that every tar reads from the header itself: ASCII, at most 100 bytes. */
export function fitsName(path: RawPath): boolean {
  return path.length <= NAME_BYTES && /^[\x20-\x7e]*$/.test(path);
}

/** Returns true for an owner or a device number that tar-stream writes into the header itself. */
export function fitsNumber(number: number): boolean {
  return number >= 0 && number <= LARGEST_NUMBER;
}

/** Returns true for a time that fits in the header itself. */
export function fitsTime({ mtime, mtimeNanos }: MemberHeader): boolean {
  return mtimeNanos === 0 && mtime >= 0 && mtime <= LARGEST_TIME;
}

/** Returns seconds with a fraction, without an exponent, because no tar reads one. */
function timeText({ mtime, mtimeNanos }: MemberHeader): string {
  const nanos = BigInt(mtime) * 1_000_000_000n + BigInt(mtimeNanos);
  const size = nanos < 0n ? -nanos : nanos;
  const fraction = String(size % 1_000_000_000n)
    .padStart(9, "0")
    .replace(/0+$/, "");
  return `${nanos < 0n ? "-" : ""}${size / 1_000_000_000n}${fraction === "" ? "" : `.${fraction}`}`;
}

/**
 * Returns a PAX header with these records, as whole blocks. tar-stream can write records only as UTF-8 text,
 * but names and attributes of an image are bytes.
 */
export function paxHeader(records: readonly (readonly [string, RawPath])[]): Buffer {
  const body = Buffer.from(records.map(record).join(""), "latin1");
  const blocks = Buffer.alloc(BLOCK + padded(body.length));
  blocks.write("PaxHeader", 0, "latin1");
  blocks.write("0000644\0", 100, "latin1");
  blocks.write("0000000\0", 108, "latin1");
  blocks.write("0000000\0", 116, "latin1");
  blocks.write(`${body.length.toString(8).padStart(11, "0")}\0`, 124, "latin1");
  blocks.write("00000000000\0", 136, "latin1");
  blocks.write("x", 156, "latin1");
  blocks.write("ustar\x0000", 257, "latin1");
  writeChecksum(blocks);
  body.copy(blocks, BLOCK);
  return blocks;
}

/** Writes the checksum of the header that these bytes begin with. */
export function writeChecksum(bytes: Buffer): void {
  // In the checksum, its own field counts as spaces.
  bytes.fill(" ", 148, 156);
  let sum = 0;
  for (let at = 0; at < BLOCK; at++) sum += bytes[at];
  bytes.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
}

function record([key, value]: readonly [string, RawPath]): string {
  const rest = ` ${key}=${value}\n`;
  // The length includes its own digits.
  let length = rest.length + 1;
  while (String(length).length + rest.length > length) length += 1;
  return `${length}${rest}`;
}
