import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { isSystemError } from "../../../errors.js";
import { field } from "../../../image/json-field.js";
import { BLOCK } from "../../../image/tar-block.js";
import { type Blob, seekableChunks } from "../../blob.js";
import type { Cache } from "../../cache/cache.js";
import { unzstd } from "../../compression/zstd.js";
import { Damage, LimitPassed } from "../../damage.js";
import { parseJson } from "../../json.js";
import type { Limits } from "../../limits.js";
import type { RegistryClient } from "../registry-client.js";
import { parseToc, type Toc, UnusableToc } from "./toc.js";
import { getRange } from "./toc-ranges.js";

/**
 * The place of a layer's table of contents, from its descriptor. The raw headers of newer zstd:chunked layers
 * (`tarsplit-position`) are not read. Their digest is only in the table (`tarSplitDigest`), and only the
 * table has the digests and places of contents. So they would add 14 to 99 % to the bytes that are read, and
 * make no other bytes unnecessary.
 */
export type TocClaim =
  | { readonly form: "estargz" /** SHA-256 of the table's JSON. */; readonly digest: string }
  | {
      readonly form: "zstd:chunked";
      readonly offset: number;
      readonly length: number;
      readonly uncompressed: number;
      /** SHA-256 of the table's compressed bytes. */
      readonly digest: string;
    };

/** Returns the place of the table from a layer's descriptor in the manifest; `null` if there is none. */
export function tocClaim(descriptor: unknown): TocClaim | null {
  const annotations = field(descriptor, "annotations");
  const annotation = (name: string) => {
    const value = field(annotations, name);
    return typeof value === "string" ? value : "";
  };
  const zstd = (name: string) =>
    annotation(`io.github.containers.zstd-chunked.${name}`) ||
    annotation(`io.containers.zstd-chunked.${name}`);
  const estargz = digestOf(annotation("containerd.io/snapshot/stargz/toc.digest"));
  if (estargz !== null) return { form: "estargz", digest: estargz };
  const position = /^(\d{1,15}):(\d{1,10}):(\d{1,10}):1$/.exec(zstd("manifest-position"));
  const digest = digestOf(zstd("manifest-checksum"));
  if (position === null || digest === null) return null;
  const [offset, length, uncompressed] = position.slice(1).map(Number);
  return { form: "zstd:chunked", offset, length, uncompressed, digest };
}

function digestOf(text: string): string | null {
  return /^sha256:([0-9a-f]{64})$/.exec(text)?.[1] ?? null;
}

export interface TocPlace {
  readonly client: RegistryClient;
  /** The digest of the stored layer. */
  readonly digest: string;
  readonly size: number;
  readonly limits: Limits;
  readonly cache: Cache;
  readonly signal?: AbortSignal;
}

/**
 * Reads a layer's table by range requests, and compares it with the digest in the manifest.
 * @throws UnusableToc if the layer must be read instead; LayerxError; the signal's reason
 */
export async function readToc(claim: TocClaim, place: TocPlace): Promise<Toc> {
  try {
    const { json, end } =
      claim.form === "estargz" ? await estargz(claim, place) : await zstdChunked(claim, place);
    return parseToc(parseJson(json), { end, limits: place.limits });
  } catch (error) {
    const damaged = error instanceof Damage || error instanceof LimitPassed || error instanceof SyntaxError;
    if (!damaged && !isZlibError(error)) throw error;
    throw new UnusableToc("it is damaged", { cause: error });
  }
}

const FOOTER_BYTES = 51;
const OLD_FOOTER_BYTES = 47;
const LARGEST_TAIL = 1024 * 1024;

/** Source: estargz.md of stargz-snapshotter, "TOC and footer". */
async function estargz(
  { digest }: { digest: string },
  { client, digest: blob, size, limits, cache, signal }: TocPlace,
): Promise<{ json: Buffer; end: number }> {
  const kept = await cache.document(`sha256:${digest}`);
  // The cache does not have the offset of the table. Bytes after a file's content are not used, so the size
  // is enough.
  if (kept !== null) return { json: kept, end: size };
  if (size <= FOOTER_BYTES) throw new UnusableToc("the layer is too short");
  const guess = Math.min(Math.max(FOOTER_BYTES, Math.ceil(size / 256)), LARGEST_TAIL, size);
  const tail = await getRange(client, blob, { from: size - guess, to: size }, signal);
  const { offset, bytes } = footerOf(tail);
  if (!(offset > 0 && offset < size - bytes)) throw new UnusableToc("the layer has no valid footer");
  if (size - offset > limits.jsonBytes) throw new UnusableToc("it is too long");
  const missing = size - guess - offset;
  const front =
    missing > 0 ? await getRange(client, blob, { from: offset, to: offset + missing }, signal) : null;
  const packed =
    front === null
      ? tail.subarray(-missing, guess - bytes)
      : Buffer.concat([front, tail.subarray(0, guess - bytes)]);
  const tar = gunzipSync(packed, { maxOutputLength: limits.jsonBytes });
  const length = Number.parseInt(tar.subarray(124, 136).toString("latin1"), 8);
  const json = tar.subarray(BLOCK, BLOCK + length);
  if (json.length !== length || sha256(json) !== digest)
    throw new UnusableToc("its bytes have another digest");
  await cache.keepDocument(json);
  return { json, end: offset };
}

/**
 * Returns the offset of the table and the size of the footer, from the footer: an empty gzip whose extra
 * field is `SG`, a length and the text, or, in stargz, only the text in 47 bytes.
 */
function footerOf(tail: Buffer): { offset: number; bytes: number } {
  const text = tail.subarray(-FOOTER_BYTES).toString("latin1");
  const offset = /SG..([0-9a-f]{16})STARGZ/s.exec(text)?.[1];
  if (offset !== undefined) return { offset: Number.parseInt(offset, 16), bytes: FOOTER_BYTES };
  const old = /^\x1f\x8b.{8}\x16\0([0-9a-f]{16})STARGZ/s.exec(text.slice(-OLD_FOOTER_BYTES));
  return { offset: Number.parseInt(old?.[1] ?? "", 16), bytes: OLD_FOOTER_BYTES };
}

/** Source: containers/storage, `pkg/chunked/internal/compression.go`. */
async function zstdChunked(
  { offset, length, uncompressed, digest }: Extract<TocClaim, { form: "zstd:chunked" }>,
  { client, digest: blob, size, limits, cache, signal }: TocPlace,
): Promise<{ json: Buffer; end: number }> {
  if (length === 0 || offset + length > size) throw new UnusableToc("it is outside of the layer");
  if (Math.max(length, uncompressed) > limits.jsonBytes) throw new UnusableToc("it is too long");
  const kept = await cache.document(`sha256:${digest}`);
  const packed = kept ?? (await getRange(client, blob, { from: offset, to: offset + length }, signal));
  if (sha256(packed) !== digest) throw new UnusableToc("its bytes have another digest");
  if (kept === null) await cache.keepDocument(packed);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of unzstd(memoryBlob(packed), { taken: { bytes: 0 }, limits, signal })) {
    bytes += chunk.length;
    if (bytes > uncompressed) throw new UnusableToc("it is longer than it says");
    chunks.push(Buffer.from(chunk));
  }
  return { json: Buffer.concat(chunks), end: offset };
}

/** Returns bytes in memory as a blob for decompression. */
function memoryBlob(bytes: Buffer): Blob {
  const seekable = {
    available: bytes.length,
    readAt: (target: Buffer, position: number) => bytes.copy(target, 0, position),
  };
  return {
    key: "memory",
    size: bytes.length,
    available: bytes.length,
    seekable,
    chunks: (range) => seekableChunks(seekable, range),
  };
}

function isZlibError(error: unknown): boolean {
  if (!(error instanceof Error) || isSystemError(error)) return false;
  return /^(Z_[A-Z]+_ERROR|ERR_BUFFER_TOO_LARGE)$/.test(String(Reflect.get(error, "code")));
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
