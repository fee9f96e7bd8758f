import { createHash } from "node:crypto";
import { type Image, type ImageFormat, platformName } from "../../image/image.js";
import type { Layer } from "../../image/layer.js";
import { MemberRecorder } from "../../image/members/recorder.js";
import { escapeText, type Printable } from "../../text/escape.js";
import type { ArchiveSource } from "../archive/archive-source.js";
import type { LayerRef, Listing } from "../archive/candidate.js";
import type { Blob, ChunkRange, SeekableBlob } from "../blob.js";
import type { Cache, KeptLayer } from "../cache/cache.js";
import type { KeptMembers } from "../cache/layer-index.js";
import { Damage, LimitPassed, NotTar } from "../image/damage.js";
import { imageOf } from "../image/image-of.js";
import { osVersionOf, platformOf, UNKNOWN_PLATFORM } from "../image/platform.js";
import { Tally } from "../image/tally.js";
import { parseJson } from "../json.js";
import { DEFAULT_LIMITS } from "../limits.js";
import { quoted } from "../registry/words.js";
import type { Source } from "../source.js";
import { TarStream } from "../tar/streamed-tar.js";
import { MOST_BEHIND } from "../tar/tar-end.js";
import type { Inspected } from "./api.js";
import type { Asked, NamedOptions } from "./named-options.js";

/** Fetches the archive of the image; its layers, lowest first, by their names there. */
export type Fetch = () => Promise<{ readonly archive: ArchiveSource; readonly layers: readonly string[] }>;

interface Kept {
  readonly config: Buffer;
  /** Of the layers, lowest first. */
  readonly diffIds: readonly string[];
  readonly sizes: readonly number[];
}

/** What an earlier run kept of the image: config and the entries of all layers. `null` where something is missing. */
export async function keptImage(cache: Cache, inspected: Inspected): Promise<Kept | null> {
  const kept = await cache.engineImage(inspected.id, platformKey(inspected));
  const config = kept === null ? null : await cache.document(kept.configDigest);
  if (kept === null || config === null || kept.sizes?.length !== kept.layers.length) return null;
  for (const diffId of kept.layers) if (!(await cache.hasLayer(plainLayer(diffId)))) return null;
  return { config, diffIds: kept.layers, sizes: kept.sizes };
}

/**
 * Keeps an image that was just read, if all its layers are plain, and the pass that read it hashed each to its diff ID. The
 * entries are kept with digests of the contents, because the next run has no contents to hash.
 */
export async function keepImage(
  image: Image,
  inspected: Inspected,
  { digests, options }: { digests: ReadonlyMap<string, string>; options: NamedOptions },
): Promise<void> {
  const { cache, signal, onProgress } = options;
  const { layers } = image;
  const plain = layers.every(
    ({ diffId, blobKey, digest }) => digest === null && digests.get(blobKey) === diffId,
  );
  if (cache === undefined || !cache.keeps || !plain || image.digest !== null) return;
  const totalBytes = layers.reduce((sum, { storedSize }) => sum + storedSize, 0);
  let doneBytes = 0;
  for (const layer of layers) {
    const { diffId, storedSize } = facts(layer);
    if (!(await cache.hasLayer(plainLayer(diffId)))) {
      const kept = await membersOf(layer.stored(signal), (bytes) =>
        onProgress?.({ phase: "indexing", doneBytes: doneBytes + bytes, totalBytes }),
      );
      if (kept === null) return;
      await cache.keepLayer(plainLayer(diffId), kept);
    }
    doneBytes += storedSize;
  }
  await cache.keepDocument(image.configBytes);
  await cache.keepEngineImage(inspected.id, platformKey(inspected), {
    configDigest: image.id,
    layers: layers.map((layer) => facts(layer).diffId),
    sizes: layers.map(({ storedSize }) => storedSize),
  });
}

function facts({ diffId, storedSize }: Layer): { diffId: string; storedSize: number } {
  return { diffId: diffId ?? "", storedSize };
}

/** Under what a layer that is stored plain is kept. */
function plainLayer(diffId: string): KeptLayer {
  return { diffId, estargz: false };
}

/** The members of a plain layer; `null` for one that is not read without an error or a warning. */
async function membersOf(
  chunks: AsyncIterable<Uint8Array>,
  onProgress: (bytes: number) => void,
): Promise<KeptMembers | null> {
  const recorder = new MemberRecorder();
  const tally = new Tally(DEFAULT_LIMITS).part("");
  const tar = new TarStream(tally, (entry) => recorder.add(entry), { digests: true });
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      tar.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length));
      bytes += chunk.length;
      onProgress(bytes);
    }
    tar.finish();
  } catch (error) {
    if (error instanceof Damage || error instanceof NotTar || error instanceof LimitPassed) return null;
    throw error;
  }
  return tar.nonZerosBehind > MOST_BEHIND ? null : { members: recorder.finish(), sums: tally.sums };
}

function platformKey({ platform }: Inspected): string {
  return platformName(platform ?? UNKNOWN_PLATFORM);
}

/** Opens an image from what was kept. Only reading the content of a file fetches the archive, once. */
export async function openKept(
  { config, diffIds, sizes }: Kept,
  { references }: Inspected,
  {
    asked,
    format,
    fetch,
    options,
  }: { asked: Asked; format: ImageFormat; fetch: Fetch; options: NamedOptions },
): Promise<Image> {
  const source = new KeptSource(quoted(asked.name), { diffIds, sizes, fetch });
  const value = parseJson(config);
  const digest = `sha256:${createHash("sha256").update(config).digest("hex")}`;
  const layers = diffIds.map(
    (_, i): LayerRef => ({ name: `${i}`, digest: null, mediaType: null, size: null, foreign: false }),
  );
  const candidate = {
    digest: null,
    promisedDigest: null,
    config: { name: escapeText("the config"), value, bytes: config, digest },
    id: digest,
    configDigest: digest,
    platform: platformOf(value) ?? UNKNOWN_PLATFORM,
    osVersion: osVersionOf(value),
    passedOver: false,
    annotations: new Map<string, string>(),
    layers,
  };
  const images = [{ references, digests: [], variants: [candidate], broken: [], parents: [] }];
  const listing: Listing = { format, name: candidate.config.name, images, artifacts: [], warnings: [] };
  return imageOf(source, listing, { ...options, image: undefined, source: asked.source });
}

/** Layers by their numbers. */
class KeptSource implements Source {
  readonly kind = "remote";
  readonly input: Printable;
  private readonly blobs: readonly KeptBlob[];
  private readonly fetch: Fetch;
  private fetched: ReturnType<Fetch> | null = null;

  constructor(
    input: Printable,
    { diffIds, sizes, fetch }: { diffIds: readonly string[]; sizes: readonly number[]; fetch: Fetch },
  ) {
    this.input = input;
    this.fetch = fetch;
    this.blobs = diffIds.map((diffId, i) => new KeptBlob(diffId, sizes[i], () => this.layer(i)));
  }

  async blob(name: string): Promise<Blob | null> {
    return this.blobs[Number(name)] ?? null;
  }

  async has(name: string): Promise<boolean> {
    return this.blobs[Number(name)] !== undefined;
  }

  async read(): Promise<Buffer | null> {
    return null;
  }

  holds(): Printable {
    return escapeText(`${this.blobs.length} layers`);
  }

  checkWhole(): void {}

  async close(): Promise<void> {
    const { fetched } = this;
    this.fetched = null;
    // A fetch that failed has nothing to close, and its error was reported where it was awaited.
    await fetched?.then(({ archive }) => archive.close()).catch(() => undefined);
  }

  private async layer(index: number): Promise<Blob> {
    this.fetched ??= this.fetch();
    const { archive, layers } = await this.fetched;
    const blob = await archive.blob(layers[index] ?? "");
    if (blob === null) throw new Error(`layer ${index} is not in the archive`);
    return blob;
  }
}

/** A layer whose entries are kept. Its bytes are fetched when they are read. */
class KeptBlob implements Blob {
  readonly key: string;
  readonly size: number;
  readonly available: number;
  readonly memory;
  private local: Blob | null = null;
  private readonly fetch: () => Promise<Blob>;

  constructor(diffId: string, size: number, fetch: () => Promise<Blob>) {
    this.key = diffId;
    this.size = size;
    this.available = size;
    this.fetch = fetch;
    this.memory = { keepsPlain: true, find: async () => plainLayer(diffId), keep: async () => {} };
  }

  get seekable(): SeekableBlob | null {
    return this.local?.seekable ?? null;
  }

  async *chunks(range: ChunkRange): AsyncGenerator<Buffer> {
    this.local ??= await this.fetch();
    yield* this.local.chunks(range);
  }
}
