import { createHash } from "node:crypto";
import { field, text, texts } from "../../image/json-field.js";
import type { TreeColumns } from "../../image/members/tree-columns.js";
import type { ArchiveRecord, BlobRecord } from "../archive/archive-record.js";
import type { KeptLayer } from "../blob.js";
import type { ENTRY_KINDS, EntryParts, Store } from "./cache-store.js";
import { decodePaths, encodePaths } from "./layer-paths.js";
import { decodeRows, encodeRows, type KeptMembers, type RecalledLayer } from "./layer-rows.js";
import type { RowCounts } from "./sound-tree.js";
import { decodeTree, encodeTree } from "./tree-index.js";

/** The identity of a local file when its bytes were hashed. Times are nanoseconds since 1970. */
export interface FileStamp {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
}

const DIGEST = /^sha(?:256|384|512):[0-9a-f]{64,128}$/;

/**
 * The cache of results for the next run. It throws no errors: missing or damaged entries are `null`, and
 * entries that cannot be written are not kept. Never cached: tags, credentials, contents of files, errors,
 * anything of a plain local archive.
 */
export class Cache {
  private readonly store: Store | null;
  private readonly treesFrom: number;

  /**
   * @param store `null`: nothing is read or written.
   * @param options.treesFrom the minimum number of paths of a tree that is cached: merging few paths is
   * faster than reading a file
   */
  constructor(store: Store | null, { treesFrom = 1000 }: { readonly treesFrom?: number } = {}) {
    this.store = store;
    this.treesFrom = treesFrom;
  }

  /** Returns false if nothing is cached, so that no entries need to be made. */
  get keeps(): boolean {
    return this.store !== null;
  }

  /** Returns the members of a layer. Use only a name from this cache, or a diff ID that was computed. */
  layer(kept: KeptLayer): Promise<KeptMembers | null> {
    return this.columns(layerName(kept), {
      second: true,
      decode: ({ first, second }) => {
        const found = decodeRows(first);
        const members = found && decodePaths(second, found.layer);
        return found && members && { members, sums: found.sums };
      },
      what: "the members of a layer",
    });
  }

  /** Returns the same members without their paths, which are in a tree. */
  rows(kept: KeptLayer): Promise<RecalledLayer | null> {
    return this.columns(layerName(kept), {
      second: false,
      decode: ({ first }) => decodeRows(first),
      what: "the members of a layer",
    });
  }

  /** Returns the merged tree of layers. The names are those of `layer`; `null` for a missing layer. */
  tree(layers: readonly (KeptLayer | null)[], rowCounts: RowCounts): Promise<TreeColumns | null> {
    return this.columns(treeName(layers), {
      second: false,
      decode: ({ first }) => decodeTree(first, rowCounts),
      what: "the tree of these layers",
    });
  }

  /** Returns true if the tree of these layers is probably cached: nothing is read. */
  async hasTree(layers: readonly (KeptLayer | null)[]): Promise<boolean> {
    return this.store?.has(treeName(layers)) ?? false;
  }

  async keepTree(layers: readonly (KeptLayer | null)[], tree: TreeColumns): Promise<void> {
    if (this.store === null || tree.paths.parent.length < this.treesFrom) return;
    await this.store.put(treeName(layers), encodeTree(tree));
  }

  private async columns<T>(
    name: string | null,
    { second, decode, what }: { second: boolean; decode(parts: EntryParts): T | null; what: string },
  ): Promise<T | null> {
    const parts = name === null ? null : ((await this.store?.parts(name, { second })) ?? null);
    if (name === null || parts === null) return null;
    const decoded = decode(parts);
    if (decoded === null) await this.store?.drop(name, `it is not ${what}`);
    return decoded;
  }

  /** Returns true if the members of a layer are probably cached: nothing is read. */
  async hasLayer(kept: KeptLayer): Promise<boolean> {
    const name = layerName(kept);
    return this.store !== null && name !== null && this.store.has(name);
  }

  /**
   * @param kept with the diff ID that this process computed over the whole uncompressed stream, never the one
   * in a config.
   * @returns true if it was written
   */
  async keepLayer(kept: KeptLayer, members: KeptMembers): Promise<boolean> {
    const name = layerName(kept);
    if (this.store === null || name === null) return false;
    return this.store.put(name, encodeRows(members), encodePaths(members.members));
  }

  /** Returns the layer in a blob. Both were hashed when the entry was written. */
  async layerOfBlob(blobDigest: string): Promise<KeptLayer | null> {
    return keptLayer(await this.map(["blob", blobDigest]));
  }

  async keepLayerOfBlob(blobDigest: string, kept: KeptLayer): Promise<void> {
    await this.keepMap(["blob", blobDigest], kept);
  }

  /** Removes the entry of a blob, so that the layer is read again. */
  async forgetLayerOfBlob(blobDigest: string, reason: string): Promise<void> {
    await this.store?.drop(nameOf("map", ["blob", blobDigest]), reason);
  }

  /** Returns the layer in a blob within a local file that has not changed since. */
  async layerInFile(stamp: FileStamp, blob: string): Promise<KeptLayer | null> {
    return keptLayer(await this.map(stampParts(stamp, blob)));
  }

  async keepLayerInFile(stamp: FileStamp, blob: string, kept: KeptLayer): Promise<void> {
    await this.keepMap(stampParts(stamp, blob), kept);
  }

  /** Returns the layer whose headers have this key. */
  async layerOfHeaders(key: readonly string[]): Promise<KeptLayer | null> {
    return keptLayer(await this.map(["headers", ...key]));
  }

  async keepLayerOfHeaders(key: readonly string[], kept: KeptLayer): Promise<void> {
    await this.keepMap(["headers", ...key], kept);
  }

  /** Returns the bytes of a manifest, an index or a config. They are checked against the digest. */
  async document(digest: string): Promise<Buffer | null> {
    const bytes = (await this.store?.get(nameOf("document", [digest]))) ?? null;
    return bytes !== null && sha256(bytes) === digest ? bytes : null;
  }

  /**
   * Caches a document, unless it is cached already.
   * @returns the digest
   */
  async keepDocument(bytes: Uint8Array): Promise<string> {
    const digest = sha256(bytes);
    const name = nameOf("document", [digest]);
    if (this.store !== null && (await this.store.get(name)) === null) await this.store.put(name, bytes);
    return digest;
  }

  /**
   * Returns the record of an archive that was opened before.
   * @param key the key of the archive
   */
  async archive(key: readonly string[]): Promise<ArchiveRecord | null> {
    return archiveRecord(await this.map(["archive", ...key]));
  }

  async keepArchive(key: readonly string[], { documents, blobs, present }: ArchiveRecord): Promise<void> {
    const value = { documents: [...documents], blobs: [...blobs], present: [...present] };
    await this.keepMap(["archive", ...key], value);
  }

  /** Returns the value of a key. The entry contains its key, too, so that no other entry can replace it. */
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
  if (diffId === null || !DIGEST.test(diffId) || typeof estargz !== "boolean") return null;
  return field(value, "tarSplit") === true ? { diffId, estargz, tarSplit: true } : { diffId, estargz };
}

/** Returns the name of a layer's entry; `null` for a text that is not a digest. */
function layerName(kept: KeptLayer): string | null {
  return DIGEST.test(kept.diffId) ? nameOf("layer", [kept.diffId, ...formOf(kept)]) : null;
}

/** Returns what distinguishes layers with one digest. */
function formOf({ estargz, tarSplit }: KeptLayer): string[] {
  return [...(estargz ? ["estargz"] : []), ...(tarSplit === true ? ["tar-split"] : [])];
}

function treeName(layers: readonly (KeptLayer | null)[]): string {
  return nameOf(
    "tree",
    layers.map((layer) => (layer === null ? "absent" : [layer.diffId, ...formOf(layer)].join(" "))),
  );
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    // The cache is as untrusted as an image: an entry that is not JSON counts as missing.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** A cache that keeps nothing. */
export const NO_CACHE = new Cache(null);

/** Returns the name of an entry's file: its kind, and a hash of its key. */
function nameOf(kind: (typeof ENTRY_KINDS)[number], key: readonly string[]): string {
  return `${kind}-${createHash("sha256").update(key.join("\0")).digest("hex")}`;
}

/** Returns a file and a blob in it, as parts of a key. */
export function stampParts({ dev, ino, size, mtimeNs, ctimeNs }: FileStamp, blob: string): string[] {
  return ["file", ...[dev, ino, size, mtimeNs, ctimeNs].map(String), blob];
}

/** Returns `sha256:…`. */
function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** Returns the record of an archive in a value of the cache; `null` if it is invalid. */
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

/** Returns a map from pairs whose values `read` accepts, or `null`; `null` if the pairs are invalid. */
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
