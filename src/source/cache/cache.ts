import { createHash } from "node:crypto";
import { field, text, texts } from "../../image/json-field.js";
import type { ArchiveRecord, BlobRecord } from "../archive/archive-record.js";
import type { KeptLayer } from "../blob.js";
import { decodeMembers, encodeMembers, type KeptMembers } from "./layer-index.js";
import type { Store } from "./store.js";

/** A local file, as it was when its bytes were hashed. Nanoseconds since 1970. */
export interface FileStamp {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
}

const DIGEST = /^sha(?:256|384|512):[0-9a-f]{64,128}$/;

/**
 * Results that are kept for the next run. Nothing throws: what is missing or damaged is `null`, what cannot be written is
 * lost. Never kept: tags, credentials, contents of files, errors, anything of a plain local archive.
 */
export class Cache {
  private readonly store: Store | null;

  /** @param store `null`: nothing is read or written. */
  constructor(store: Store | null) {
    this.store = store;
  }

  /** False where nothing is kept, so that nothing has to be made for it. */
  get keeps(): boolean {
    return this.store !== null;
  }

  /** Members of a layer. Ask only with a name that came out of this cache, or whose diff ID was hashed. */
  async layer(kept: KeptLayer): Promise<KeptMembers | null> {
    if (this.store === null || !DIGEST.test(kept.diffId)) return null;
    const name = layerName(kept);
    const bytes = await this.store.get(name);
    if (bytes === null) return null;
    const members = decodeMembers(bytes);
    if (members === null) await this.store.drop(name, "it is not an index of a layer");
    return members;
  }

  /** True where the members of a layer seem to be there: nothing is read. */
  async hasLayer(kept: KeptLayer): Promise<boolean> {
    return this.store !== null && DIGEST.test(kept.diffId) && this.store.has(layerName(kept));
  }

  /** @param kept with the diff ID that this process hashed over the whole uncompressed stream, never one that a config claims. @returns true where it was kept */
  async keepLayer(kept: KeptLayer, members: KeptMembers): Promise<boolean> {
    if (this.store === null || !DIGEST.test(kept.diffId)) return false;
    return this.store.put(layerName(kept), encodeMembers(members));
  }

  /** The layer in a blob; both were hashed when it was kept. */
  async layerOfBlob(blobDigest: string): Promise<KeptLayer | null> {
    return keptLayer(await this.map(["blob", blobDigest]));
  }

  async keepLayerOfBlob(blobDigest: string, kept: KeptLayer): Promise<void> {
    await this.keepMap(["blob", blobDigest], kept);
  }

  /** The layer in a blob within a local file that has not changed since. */
  async layerInFile(stamp: FileStamp, blob: string): Promise<KeptLayer | null> {
    return keptLayer(await this.map(stampParts(stamp, blob)));
  }

  async keepLayerInFile(stamp: FileStamp, blob: string, kept: KeptLayer): Promise<void> {
    await this.keepMap(stampParts(stamp, blob), kept);
  }

  /** The bytes of a manifest, an index or a config. They have that digest. */
  async document(digest: string): Promise<Buffer | null> {
    const bytes = (await this.store?.get(nameOf("document", [digest]))) ?? null;
    return bytes !== null && sha256(bytes) === digest ? bytes : null;
  }

  /** @returns the digest */
  async keepDocument(bytes: Uint8Array): Promise<string> {
    const digest = sha256(bytes);
    await this.store?.put(nameOf("document", [digest]), bytes);
    return digest;
  }

  /** What an archive answered when it was opened. @param key what the archive is known by */
  async archive(key: readonly string[]): Promise<ArchiveRecord | null> {
    return archiveRecord(await this.map(["archive", ...key]));
  }

  async keepArchive(key: readonly string[], { documents, blobs, present }: ArchiveRecord): Promise<void> {
    const value = { documents: [...documents], blobs: [...blobs], present: [...present] };
    await this.keepMap(["archive", ...key], value);
  }

  /** The value under a key; the entry says its key, too, so that no other can stand in its place. */
  private async map(key: readonly string[]): Promise<unknown> {
    const bytes = (await this.store?.get(nameOf("map", key))) ?? null;
    if (bytes === null) return null;
    const entry = parsed(bytes);
    const kept = texts(field(entry, "key"));
    return kept !== null && kept.join("\0") === key.join("\0") ? field(entry, "value") : null;
  }

  private async keepMap(key: readonly string[], value: object): Promise<void> {
    await this.store?.put(nameOf("map", key), Buffer.from(JSON.stringify({ key, value })));
  }
}

function keptLayer(value: unknown): KeptLayer | null {
  const diffId = text(field(value, "diffId"));
  const estargz = field(value, "estargz");
  return diffId !== null && DIGEST.test(diffId) && typeof estargz === "boolean" ? { diffId, estargz } : null;
}

function layerName({ diffId, estargz }: KeptLayer): string {
  return nameOf("layer", estargz ? [diffId, "estargz"] : [diffId]);
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    // The cache is as untrusted as an image: what is no JSON is a miss.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Keeps nothing and finds nothing. */
export const NO_CACHE = new Cache(null);

/** An entry's file: its kind, and a hash of its key. */
function nameOf(kind: "layer" | "document" | "map", key: readonly string[]): string {
  return `${kind}-${createHash("sha256").update(key.join("\0")).digest("hex")}`;
}

/** A file and a blob in it, as parts of a key. */
export function stampParts({ dev, ino, size, mtimeNs, ctimeNs }: FileStamp, blob: string): string[] {
  return ["file", ...[dev, ino, size, mtimeNs, ctimeNs].map(String), blob];
}

/** `sha256:…` */
function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** The record of an archive in a value of the cache; `null` if it has none. */
function archiveRecord(value: unknown): ArchiveRecord | null {
  const documents = mapOf(field(value, "documents"), (digest) =>
    typeof digest === "string" ? digest : null,
  );
  const blobs = mapOf(field(value, "blobs"), blobRecord);
  const present = mapOf(field(value, "present"), (found) => (typeof found === "boolean" ? found : null));
  if (documents === null || blobs === null || present === null) return null;
  const known = new Map<string, boolean>();
  for (const [name, found] of present) if (found !== null) known.set(name, found);
  return { documents, blobs, present: known };
}

/** A map of pairs whose values are what `read` gives, or `null`; `null` where it is no such map. */
function mapOf<T>(pairs: unknown, read: (value: unknown) => T | null): Map<string, T | null> | null {
  if (!Array.isArray(pairs)) return null;
  const map = new Map<string, T | null>();
  for (const pair of pairs) {
    const [name, value]: unknown[] = Array.isArray(pair) ? pair : [];
    const found = value === null ? null : read(value);
    if (typeof name !== "string" || (found === null && value !== null)) return null;
    map.set(name, found);
  }
  return map;
}

function blobRecord(value: unknown): BlobRecord | null {
  const [id, key] = [text(field(value, "id")), text(field(value, "key"))];
  const [size, compression] = [field(value, "size"), field(value, "compression")];
  if (id === null || key === null || typeof size !== "number") return null;
  if (!Number.isSafeInteger(size) || size < 0) return null;
  if (compression !== "none" && compression !== "gzip" && compression !== "zstd") return null;
  return { id, key, size, compression };
}
