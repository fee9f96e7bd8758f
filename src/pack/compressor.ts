import type { Duplex } from "node:stream";
import zlib from "node:zlib";
import { fail } from "../errors.js";

export const COMPRESSIONS = ["none", "gzip", "zstd"] as const;
export type LayerCompression = (typeof COMPRESSIONS)[number];

/** Returns the compression of a blob, by its first bytes. */
export function compressionOf(start: Uint8Array): LayerCompression {
  const [a, b, c, d] = start;
  if (a === 0x1f && b === 0x8b) return "gzip";
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return "zstd";
  // A skippable frame. zstd:chunked and some other writers begin with one.
  if ((a & 0xf0) === 0x50 && b === 0x2a && c === 0x4d && d === 0x18) return "zstd";
  return "none";
}

/** Returns true if this version of Node can compress in that form. zstd needs Node 22.15 or later. */
export function canCompress(compression: LayerCompression): boolean {
  return compression !== "zstd" || "createZstdCompress" in zlib;
}

/**
 * Returns a stream that compresses. The same input and level result in the same bytes.
 * @throws LayerxError `no-zstd` if this version of Node has no zstd.
 */
export function compressor(compression: "gzip" | "zstd", level: number | null): Duplex {
  if (compression === "gzip") return zlib.createGzip(level === null ? {} : { level });
  const { createZstdCompress, constants } = zlib as unknown as Partial<ZstdOfNode>;
  if (createZstdCompress === undefined || constants === undefined) return fail("no-zstd");
  return createZstdCompress(level === null ? {} : { params: { [constants.ZSTD_c_compressionLevel]: level } });
}

/** Functions that the types of Node 20 do not have. */
interface ZstdOfNode {
  createZstdCompress(options: { params?: Record<number, number> }): Duplex;
  constants: { ZSTD_c_compressionLevel: number };
}
