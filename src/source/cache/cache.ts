import { createHash } from "node:crypto";
import { field, text, texts } from "../../image/json-field.js";
import type { TreeColumns } from "../../image/members/tree-columns.js";
import type { ArchiveRecord, BlobRecord } from "../archive/archive-record.js";
import type { KeptLayer } from "../blob.js";
import type { ENTRY_KINDS, Store } from "./cache-store.js";
import {
  decodeMembers,
  decodeRows,
  encodeMembers,
  type KeptMembers,
  type RecalledLayer,
} from "./layer-index.js";
import type { RowCounts } from "./sound-tree.js";
import { decodeTree, encodeTree } from "./tree-index.js";

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
  private readonly treesFrom: number;

  /**
   * @param store `null`: nothing is read or written.
   * @param options.treesFrom how many paths a tree has at least that is kept: to merge few paths takes less time than to read a file
   */
  constructor(store: Store | null, { treesFrom = 1000 }: { readonly treesFrom?: number } = {}) {
    this.store = store;
    this.treesFrom = treesFrom;
  }

  /** False where nothing is kept, so that nothing has to be made for it. */
  get keeps(): boolean {
    return this.store !== null;
  }

  /** Members of a layer. Use only a name that came out of this cache, or a diff ID that was hashed. */
  layer(kept: KeptLayer): Promise<KeptMembers | null> {
    return this.columns(layerName(kept), { decode: decodeMembers, what: "an index of a layer" });
  }

  /** The same members without their paths, which a tree has. */
  rows(kept: KeptLayer): Promise<RecalledLayer | null> {
    return this.columns(layerName(kept), { decode: decodeRows, what: "an index of a layer" });
  }

  /** The merged tree of layers, which are named as for `layer`; `null` in place of one that is not there. */
  tree(layers: readonly (KeptLayer | null)[], rowCounts: RowCounts): Promise<TreeColumns | null> {
    const decode = (bytes: Buffer) => decodeTree(bytes, rowCounts);
    return this.columns(treeName(layers), { decode, what: "the tree of these layers" });
  }

  /** True where the tree of these layers seems to be there: nothing is read. */
  async hasTree(layers: readonly (KeptLayer | null)[]): Promise<boolean> {
    return this.store?.has(treeName(layers)) ?? false;
  }

  async keepTree(layers: readonly (KeptLayer | null)[], tree: TreeColumns): Promise<void> {
    if (this.store === null || tree.paths.parent.length < this.treesFrom) return;
    await this.store.put(treeName(layers), encodeTree(tree));
  }

  private async columns<T>(
    name: string | null,
    { decode, what }: { decode(bytes: Buffer): T | null; what: string },
  ): Promise<T | null> {
    const bytes = name === null ? null : ((await this.store?.get(name)) ?? null);
    if (name === null || bytes === null) return null;
    const decoded = decode(bytes);
    if (decoded === null) await this.store?.drop(name, `it is not ${what}`);
    return decoded;
  }

  /** True where the members of a layer seem to be there: nothing is read. */
  async hasLayer(kept: KeptLayer): Promise<boolean> {
    const name = layerName(kept);
    return this.store !== null && name !== null && this.store.has(name);
  }

  /** @param kept with the diff ID that this process hashed over the whole uncompressed stream, never one that a config claims. @returns true where it was kept */
  async keepLayer(kept: KeptLayer, members: KeptMembers): Promise<boolean> {
    const name = layerName(kept);
    if (this.store === null || name === null) return false;
    return this.store.put(name, encodeMembers(members));
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

  /** Writes nothing where the document is kept already. @returns the digest */
  async keepDocument(bytes: Uint8Array): Promise<string> {
    const digest = sha256(bytes);
    const name = nameOf("document", [digest]);
    if (this.store !== null && (await this.store.get(name)) === null) await this.store.put(name, bytes);
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

  /** The value under a key; the entry says its key, too, so that no other can be in its place. */
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

/** The entry of a layer; `null` for a text that is not a digest. */
function layerName({ diffId, estargz }: KeptLayer): string | null {
  if (!DIGEST.test(diffId)) return null;
  return nameOf("layer", estargz ? [diffId, "estargz"] : [diffId]);
}

function treeName(layers: readonly (KeptLayer | null)[]): string {
  return nameOf(
    "tree",
    layers.map((layer) => (layer === null ? "absent" : `${layer.diffId} ${layer.estargz}`)),
  );
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
function nameOf(kind: (typeof ENTRY_KINDS)[number], key: readonly string[]): string {
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
