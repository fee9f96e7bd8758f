import { createHash } from "node:crypto";
import { field, text, texts } from "../../image/json-field.js";
import { LayerIndex } from "./layer-index.js";
import type { Store } from "./store.js";

/** A local file, as it was when its bytes were hashed. Nanoseconds since 1970. */
export interface FileStamp {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
}

/** What an engine said of an image that was read once. */
export interface EngineImage {
  /** Digest of the config's bytes that were read: its bytes are a document of the cache. */
  readonly configDigest: string;
  /** Diff IDs that this program hashed, lowest layer first. */
  readonly layers: readonly string[];
  /** Bytes of these layers, where all are stored plain. */
  readonly sizes?: readonly number[];
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

  /** Members of the layer with that diff ID. Ask only with a diff ID that came out of this cache, or that was hashed. */
  async layer(diffId: string): Promise<LayerIndex | null> {
    if (this.store === null || !DIGEST.test(diffId)) return null;
    const name = nameOf("layer", [diffId]);
    const bytes = await this.store.get(name);
    if (bytes === null) return null;
    const index = LayerIndex.decode(bytes);
    if (index === null) await this.store.drop(name, "it is no index of a layer");
    return index;
  }

  /** @param diffId what this process hashed over the whole uncompressed stream, never what a config claims. @returns true where it was kept */
  async keepLayer(diffId: string, index: LayerIndex): Promise<boolean> {
    if (this.store === null || !DIGEST.test(diffId)) return false;
    return this.store.put(nameOf("layer", [diffId]), index.encode());
  }

  /** The diff ID of a blob; both were hashed when it was kept. */
  async diffIdOfBlob(blobDigest: string): Promise<string | null> {
    return this.diffId(["blob", blobDigest]);
  }

  async keepDiffIdOfBlob(blobDigest: string, diffId: string): Promise<void> {
    await this.keepDiffId(["blob", blobDigest], diffId);
  }

  /** The diff ID of a blob within a local file that has not changed since. */
  async diffIdInFile(stamp: FileStamp, blob: string): Promise<string | null> {
    return this.diffId(stampParts(stamp, blob));
  }

  async keepDiffIdInFile(stamp: FileStamp, blob: string, diffId: string): Promise<void> {
    await this.keepDiffId(stampParts(stamp, blob), diffId);
  }

  /** The bytes of a manifest, an index or a config. They have that digest. */
  async document(digest: string): Promise<Buffer | null> {
    const bytes = (await this.store?.get(nameOf("document", [digest]))) ?? null;
    return bytes !== null && sha256(bytes) === digest ? bytes : null;
  }

  async keepDocument(bytes: Uint8Array): Promise<void> {
    await this.store?.put(nameOf("document", [sha256(bytes)]), bytes);
  }

  /** @param id as the engine says it. @param platform as the image's config says it, `os/arch[/variant]` */
  async engineImage(id: string, platform: string): Promise<EngineImage | null> {
    const value = await this.map(["engine", id, platform]);
    const configDigest = text(field(value, "configDigest"));
    const layers = texts(field(value, "layers"));
    if (configDigest === null || layers === null) return null;
    if (![configDigest, ...layers].every((digest) => DIGEST.test(digest))) return null;
    const sizes = field(value, "sizes");
    const areSizes = Array.isArray(sizes) && sizes.every((size) => Number.isSafeInteger(size) && size >= 0);
    return { configDigest, layers, ...(areSizes ? { sizes } : {}) };
  }

  async keepEngineImage(id: string, platform: string, image: EngineImage): Promise<void> {
    await this.keepMap(["engine", id, platform], image);
  }

  private async diffId(key: readonly string[]): Promise<string | null> {
    const diffId = text(field(await this.map(key), "diffId"));
    return diffId !== null && DIGEST.test(diffId) ? diffId : null;
  }

  private async keepDiffId(key: readonly string[], diffId: string): Promise<void> {
    await this.keepMap(key, { diffId });
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

function stampParts({ dev, ino, size, mtimeNs, ctimeNs }: FileStamp, blob: string): string[] {
  return ["file", ...[dev, ino, size, mtimeNs, ctimeNs].map(String), blob];
}

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
