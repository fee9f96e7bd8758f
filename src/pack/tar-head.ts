import { type Header, pack } from "tar-stream";
import type { Device, MemberHeader } from "../image/entry.js";
import { BLOCK, padded } from "../image/tar-block.js";
import {
  fitsName,
  fitsNumber,
  fitsTime,
  headerName,
  paxHeader,
  paxRecords,
  writeChecksum,
} from "./pax-header.js";

/** tar-stream reads a mode of 0 as "no mode". This bit makes it another number, and tar-stream does not write it. */
const MODE_SET = 0o10000;
const TYPES = {
  file: "file",
  dir: "directory",
  symlink: "symlink",
  hardlink: "link",
  char: "character-device",
  block: "block-device",
  fifo: "fifo",
} as const;
const ZEROS = Buffer.alloc(BLOCK);
const NONE = Buffer.alloc(0);

/** The end mark of an archive: two blocks of zeros. */
export const TAR_END = Buffer.alloc(2 * BLOCK);

/** Encodes members for a tar archive. The same member always has the same bytes. */
export class TarHeads {
  readonly #encoder = headerEncoder();

  /** Returns everything before the content of a member: its headers, and the map of a sparse file. */
  of(member: MemberHeader): Uint8Array[] {
    const map = mapOf(member);
    const own = this.#encoder(headerOf(member, map.length + contentBytes(member)));
    if (member.device !== null && !fitsDevice(member.device)) writeDevice(own, member.device);
    const records = paxRecords(member);
    const parts = records.length > 0 ? [paxHeader(records), own] : [own];
    return map.length > 0 ? [...parts, map] : parts;
  }
}

/** Returns the zeros after a member's content. */
export function padding(contentBytes: number): Uint8Array {
  return ZEROS.subarray(0, padded(contentBytes) - contentBytes);
}

/** Returns the bytes of a member's content as stored in the archive, without holes. */
function contentBytes({ type, size, sparse }: MemberHeader): number {
  if (type !== "file") return 0;
  return sparse === null ? size : sparse.reduce((sum, { length }) => sum + length, 0);
}

/** The part of tar-stream that writes a member's header. */
interface Encoder {
  push(chunk: Buffer): boolean;
  _encode(header: Header): void;
}

/**
 * Returns tar-stream's encoder without its streams: creating a stream for each member takes longer than
 * encoding the member.
 */
function headerEncoder(): (header: Header) => Buffer {
  const encoder = pack() as unknown as Encoder;
  let encoded: Buffer = ZEROS;
  encoder.push = (chunk) => {
    encoded = chunk;
    return true;
  };
  return (header) => {
    encoder._encode(header);
    return encoded;
  };
}

/**
 * Returns the map of a PAX 1.0 sparse file: one number on each line, padded to whole blocks. Empty for every
 * other member.
 */
function mapOf({ type, sparse: chunks }: MemberHeader): Buffer {
  if (type !== "file" || chunks === null) return NONE;
  const numbers = [chunks.length, ...chunks.flatMap(({ offset, length }) => [offset, length])];
  const text = `${numbers.join("\n")}\n`;
  const map = Buffer.alloc(padded(text.length));
  map.write(text, "latin1");
  return map;
}

function headerOf(member: MemberHeader, size: number): Header {
  const { type, mode, uid, gid, mtime, linkname, device } = member;
  const name = headerName(member);
  const fits = device !== null && fitsDevice(device);
  return {
    // A name that does not fit is in the PAX header.
    name: fitsName(name) ? name : "PaxMember",
    type: TYPES[type],
    mode: MODE_SET | mode,
    // A number that does not fit is in the PAX header.
    uid: fitsNumber(uid) ? uid : 0,
    gid: fitsNumber(gid) ? gid : 0,
    size,
    mtime: new Date(fitsTime(member) ? mtime * 1000 : 0),
    linkname: fitsName(linkname) ? linkname : "PaxMember",
    devmajor: fits ? device.major : 0,
    devminor: fits ? device.minor : 0,
  } as Header;
}

function fitsDevice({ major, minor }: Device): boolean {
  return fitsNumber(major) && fitsNumber(minor);
}

/** Writes large device numbers into a header, in base 256: engines read them there, but from no PAX record. */
function writeDevice(header: Buffer, { major, minor }: Device): void {
  for (const [at, number] of [
    [329, major],
    [337, minor],
  ]) {
    header.writeBigUInt64BE(BigInt.asUintN(64, BigInt(number) | (1n << 63n)), at);
  }
  writeChecksum(header);
}
