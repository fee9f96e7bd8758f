import { type Header, pack } from "tar-stream";
import type { MemberHeader } from "../image/entry.js";
import { fitsName, fitsTime, headerName, padded, paxHeader, paxRecords } from "./pax-header.js";

const BLOCK = 512;
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

/** Encodes members for a tar archive. The same member gives the same bytes. */
export class TarHeads {
  readonly #encoder = headerEncoder();

  /** Returns everything before the content of a member: its headers, and the map of a sparse file. */
  of(member: MemberHeader): Uint8Array[] {
    const map = mapOf(member);
    const own = this.#encoder(headerOf(member, map.length + contentBytes(member)));
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
export function contentBytes({ type, size, sparse }: MemberHeader): number {
  if (type !== "file") return 0;
  return sparse === null ? size : sparse.reduce((sum, { length }) => sum + length, 0);
}

/** The part of tar-stream that writes a member's header. */
interface Encoder {
  push(chunk: Uint8Array): boolean;
  _encode(header: Header): void;
}

/**
 * Returns tar-stream's encoder without its streams: creating a stream for each member takes longer than
 * encoding the member.
 */
function headerEncoder(): (header: Header) => Uint8Array {
  const encoder = pack() as unknown as Encoder;
  let encoded: Uint8Array = ZEROS;
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
  return {
    // A name that does not fit is in the PAX header.
    name: fitsName(name) ? name : "PaxMember",
    type: TYPES[type],
    mode: MODE_SET | mode,
    uid: Math.min(uid, 0o777777),
    gid: Math.min(gid, 0o777777),
    size,
    mtime: new Date(fitsTime(member) ? mtime * 1000 : 0),
    linkname: fitsName(linkname) ? linkname : "PaxMember",
    devmajor: Math.min(device?.major ?? 0, 0o777777),
    devminor: Math.min(device?.minor ?? 0, 0o777777),
  } as Header;
}
