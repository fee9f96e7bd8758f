import { type Header, type Pack, pack } from "tar-stream";
import type { SparseChunk } from "../image/entry.js";
import type { Member } from "./member.js";
import { fitsName, fitsTime, headerName, padded, paxHeader, paxRecords } from "./pax-header.js";

type Sink = ReturnType<Pack["entry"]>;

const BLOCK = 512;
const END_BYTES = 2 * BLOCK;
/** tar-stream takes a mode of 0 for none; this bit is beyond those that it writes. */
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

/** Writes a tar archive: members go in one by one, chunks come out of `chunks`. The same members give the same bytes. */
export class TarWriter {
  readonly #pack: Pack = pack({ highWaterMark: 1024 * 1024 });

  constructor() {
    // Whoever reads `chunks` gets the error; without a listener it would end the process.
    this.#pack.on("error", () => undefined);
  }

  /** The archive's bytes. They are to be read while members are added. */
  get chunks(): AsyncIterable<Uint8Array> {
    return this.#pack as AsyncIterable<Uint8Array>;
  }

  /** Adds a member, with the content that `Member.size` and `Member.sparse` describe; resolves when it is taken. */
  async add(member: Member, content: AsyncIterable<Uint8Array> | null = null): Promise<void> {
    const records = paxRecords(member);
    if (records.length > 0) this.#pack.push(paxHeader(records));
    const body = bodyBytes(member);
    const added = new Promise<void>((resolve, reject) => {
      const sink = this.#pack.entry(headerOf(member, body), (error) => (error ? reject(error) : resolve()));
      // The callback gets the error; without a listener it would end the process.
      sink.on("error", () => undefined);
      if (member.type !== "file" || body === 0) sink.end(null);
      else this.#fill(sink, member, content).catch((error) => sink.destroy(error));
    });
    await added;
  }

  finish(): void {
    this.#pack.finalize();
  }

  /** Ends the archive with an error, which the reader of `chunks` gets. */
  fail(error: unknown): void {
    this.#pack.destroy(error instanceof Error ? error : new Error(String(error)));
  }

  async #fill(sink: Sink, { sparse }: Member, content: AsyncIterable<Uint8Array> | null): Promise<void> {
    const taken = (chunk: Uint8Array) => (sink.write(chunk) ? null : drained(sink));
    if (sparse !== null) await taken(sparseMap(sparse));
    for await (const chunk of content ?? []) {
      if (sink.destroyed) return;
      await taken(chunk);
    }
    sink.end(null);
  }
}

/** Resolves when the sink takes more, or is gone. */
function drained(sink: Sink): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      sink.off("drain", done);
      sink.off("close", done);
      resolve();
    };
    sink.on("drain", done);
    sink.on("close", done);
  });
}

/** Bytes that a member takes in the archive, its headers and padding included. */
function memberBytes(member: Member): number {
  const records = paxRecords(member);
  return (records.length > 0 ? paxHeader(records).length : 0) + BLOCK + padded(bodyBytes(member));
}

/** Bytes of an archive of these members. */
export function archiveBytes(members: Iterable<Member>): number {
  let bytes = END_BYTES;
  for (const member of members) bytes += memberBytes(member);
  return bytes;
}

function bodyBytes({ type, size, sparse }: Member): number {
  if (type !== "file") return 0;
  if (sparse === null) return size;
  return sparse.reduce((sum, { length }) => sum + length, sparseMap(sparse).length);
}

/** The map of a PAX 1.0 sparse file: numbers in lines, filled up to whole blocks. */
function sparseMap(chunks: readonly SparseChunk[]): Buffer {
  const numbers = [chunks.length, ...chunks.flatMap(({ offset, length }) => [offset, length])];
  const text = `${numbers.join("\n")}\n`;
  const map = Buffer.alloc(padded(text.length));
  map.write(text, "latin1");
  return map;
}

function headerOf(member: Member, size: number): Partial<Header> & Pick<Header, "name"> {
  const { type, mode, uid, gid, mtime, linkname, device } = member;
  const name = headerName(member);
  return {
    // Readers take what does not fit from the PAX header.
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
  };
}
