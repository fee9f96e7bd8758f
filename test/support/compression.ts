import { gzipSync } from "node:zlib";
import { gzipFixed } from "./deflate.js";
import type { SpecPair } from "./layer-spec.js";
import { END_OF_ARCHIVE, packMembers } from "./tar.js";

/**
 * The compression of a layer. `gzip-members` and `zstd-frames` are one stream of several pieces. `gzip` is from zlib,
 * `gzip-fixed` has the same bytes on every machine.
 */
export type LayerCompression = (typeof LAYER_COMPRESSIONS)[number] | "gzip-fixed";

/** The forms that differ for a reader of a layer. */
export const LAYER_COMPRESSIONS = ["none", "gzip", "gzip-members", "zstd", "zstd-frames", "estargz"] as const;

export interface StoredLayer {
  /** The uncompressed archive. The diff ID is its digest. */
  readonly tar: Buffer;
  readonly blob: Buffer;
}

/** Packs and compresses a layer. An eStargz layer has additional members, so it has another diff ID. */
export async function storeLayer(pairs: readonly SpecPair[], how: LayerCompression): Promise<StoredLayer> {
  const members = await packMembers(how === "estargz" ? [...pairs, ...ESTARGZ_MEMBERS] : pairs);
  const tar = Buffer.concat([...members, END_OF_ARCHIVE]);
  return { tar, blob: how === "estargz" ? estargz(members) : compress(tar, how) };
}

export function compress(bytes: Buffer, how: Exclude<LayerCompression, "estargz">): Buffer {
  switch (how) {
    case "none":
      return bytes;
    case "gzip":
      return gzipSync(bytes);
    case "gzip-fixed":
      return gzipFixed(bytes);
    case "gzip-members":
      return Buffer.concat(halves(bytes).map((half) => gzipSync(half)));
    case "zstd":
      return zstdFrame(bytes);
    case "zstd-frames":
      return Buffer.concat([
        skippableFrame(Buffer.from("first")),
        ...halves(bytes).flatMap((half) => [zstdFrame(half), skippableFrame(Buffer.from("between"))]),
      ]);
  }
}

/** @returns two parts. The first part ends within a tar header. */
function halves(bytes: Buffer): Buffer[] {
  const middle = (bytes.length >> 1) + 7;
  return [bytes.subarray(0, middle), bytes.subarray(middle)];
}

const MAX_BLOCK = 128 * 1024;

/** @returns one zstd frame of raw blocks (RFC 8878, 3.1.1): not compressed, but every decoder reads it. */
export function zstdFrame(content: Buffer): Buffer {
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 0, 0]);
  header.writeUInt32LE(content.length, 5);
  const pieces: Buffer[] = [header];
  for (let at = 0; at === 0 || at < content.length; at += MAX_BLOCK) {
    const block = content.subarray(at, at + MAX_BLOCK);
    const last = at + MAX_BLOCK >= content.length ? 1 : 0;
    const blockHeader = Buffer.alloc(3);
    blockHeader.writeUIntLE((block.length << 3) | last, 0, 3);
    pieces.push(blockHeader, block);
  }
  return Buffer.concat(pieces);
}

/**
 * @returns a zstd frame that decoders skip (RFC 8878, 3.1.2). zstd:chunked stores its table in such a frame.
 * @param magic the first byte, 0x50 to 0x5f
 */
export function skippableFrame(content: Buffer, magic = 0x50): Buffer {
  const header = Buffer.from([magic, 0x2a, 0x4d, 0x18, 0, 0, 0, 0]);
  header.writeUInt32LE(content.length, 4);
  return Buffer.concat([header, content]);
}

const ESTARGZ_MEMBERS: readonly SpecPair[] = [
  [".prefetch.landmark", "\x0f"],
  ["stargz.index.json", '{"version":1,"entries":[]}\n'],
];

/** @returns each tar member in its own gzip member, then the table with the end of the archive, then the footer. */
function estargz(members: readonly Buffer[]): Buffer {
  const last = members.length - 1;
  const body = Buffer.concat(members.slice(0, last).map((member) => gzipSync(member)));
  const table = gzipSync(Buffer.concat([members[last], END_OF_ARCHIVE]));
  return Buffer.concat([body, table, estargzFooter(body.length)]);
}

/** @returns a footer with the offset of the table. Source: estargz.md, "Footer". */
function estargzFooter(tableOffset: number): Buffer {
  return stargzFooter(`SG\x16\0${tableOffset.toString(16).padStart(16, "0")}STARGZ`);
}

/** @returns an empty gzip member with this extra field, in bytes. */
export function stargzFooter(extra: string): Buffer {
  const header = Buffer.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, extra.length, 0]);
  const emptyBlock = Buffer.from([1, 0, 0, 0xff, 0xff]);
  return Buffer.concat([header, Buffer.from(extra, "latin1"), emptyBlock, Buffer.alloc(8)]);
}
