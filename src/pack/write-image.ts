import { createHash } from "node:crypto";
import { closeSync, createReadStream } from "node:fs";
import { PassThrough, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fail } from "../errors.js";
import { algorithmOf, canCheck } from "../image/digest.js";
import type { FileBytes } from "../image/entry.js";
import type { Image } from "../image/image.js";
import type { Layer } from "../image/layer.js";
import { type ArchivePlan, dataBytes } from "./archive-plan.js";
import { canCompress, compressionOf, compressor, type LayerCompression } from "./compressor.js";
import type { Hashes, Hashing } from "./hashes.js";
import {
  dockerManifest,
  type ImageForm,
  type LayerBlob,
  OCI_LAYOUT_FILE,
  ociIndex,
  ociManifest,
} from "./image-form.js";
import type { FileRange, ImageSink } from "./image-sink.js";
import type { SlimLayer } from "./slim-plan.js";
import { archiveBatches, archiveChunks, type Batch, chunksOf } from "./write-archive.js";
import { batchesOf, readBack, type WrittenContent, type WrittenData } from "./written-content.js";

export interface WriteImageOptions {
  readonly form: ImageForm;
  readonly references: readonly string[];
  /** The compression of new layers; `null`: the compression of the layers that they replace. */
  readonly compression: LayerCompression | null;
  /** The level of the compression; `null`: the default of the compression. */
  readonly level: number | null;
  /**
   * Writes chunks to a file without a name, because in an archive the name of a layer comes before its
   * bytes. The chunks must not change later.
   */
  spool(chunks: AsyncIterable<Uint8Array>): Promise<{ readonly fd: number; readonly size: number }>;
  readonly hashes: Hashes;
  onProgress?(layer: number): void;
  readonly signal?: AbortSignal;
}

/** A layer of the new image. */
export interface WrittenLayer extends LayerBlob {
  readonly diffId: string;
}

/** A layer whose bytes are written. */
interface AddedLayer {
  readonly content: WrittenContent;
  readonly compression: LayerCompression;
  /** Returns all facts. Another thread may still hash the layer, so this is called last. */
  facts(): WrittenLayer;
}

/** Writes an image: first its layers, then the documents that name them. */
export class ImageWriter {
  readonly #image: Image;
  readonly #layers: readonly SlimLayer[];
  readonly #sink: ImageSink;
  readonly #options: WriteImageOptions;
  readonly #added: AddedLayer[] = [];
  /** The place of each file, by name. */
  readonly #places = new Map<string, FileRange | null>();
  readonly #paths: string[] = [];

  constructor(image: Image, layers: readonly SlimLayer[], sink: ImageSink, options: WriteImageOptions) {
    this.#image = image;
    this.#layers = layers;
    this.#sink = sink;
    this.#options = options;
  }

  /**
   * Writes the layers. Their digests may not be known yet.
   * @throws errors of reading and writing; the signal's reason.
   */
  async writeLayers(): Promise<WrittenContent[]> {
    if (this.#options.form !== "docker-archive") await this.#addDocument("oci-layout", OCI_LAYOUT_FILE);
    for (const layer of this.#layers) {
      this.#options.signal?.throwIfAborted();
      this.#options.onProgress?.(layer.index);
      this.#added.push(await this.#addLayer(layer));
    }
    return this.#added.map(({ content }) => content);
  }

  /** Returns the ranges of the layers in the archive; `null` if some of them are not uncompressed in an archive. */
  get plainRanges(): readonly FileRange[] | null {
    const ranges: FileRange[] = [];
    for (const { content, compression } of this.#added) {
      if (content.place === null || compression !== "none") return null;
      ranges.push(content.place);
    }
    return ranges;
  }

  /**
   * Writes the documents.
   * @throws LayerxError `not-slimmable` if the bytes of an unchanged layer do not match its digest; errors of writing.
   */
  async finish(): Promise<WrittenLayer[]> {
    const written = this.#added.map(({ facts }) => facts());
    await this.#addDocuments(written);
    await this.#sink.finish();
    return written;
  }

  async #addLayer({ index, archive }: SlimLayer): Promise<AddedLayer> {
    const layer = this.#image.layers[index];
    if (archive === null) return this.#addStored(layer);
    const compression = this.#options.compression ?? (await this.#likeStored(layer));
    const direct = this.#options.form === "docker-archive" && compression === "none";
    return direct ? this.#addDirect(archive, index) : this.#addSpooled(archive, { index, compression });
  }

  async #addDocument(name: string, bytes: Uint8Array): Promise<void> {
    await this.#add(name, batchesOf(Readable.from([bytes])));
  }

  async #addDocuments(written: readonly WrittenLayer[]): Promise<void> {
    const { form, references } = this.#options;
    const config = newConfig(
      this.#image,
      this.#layers,
      written.map(({ diffId }) => diffId),
    );
    const configDigest = digestOf(config);
    if (form === "docker-archive") {
      const name = `${hexOf(configDigest)}.json`;
      await this.#addDocument(name, config);
      return this.#addDocument("manifest.json", dockerManifest(name, this.#paths, references));
    }
    const documents = { ...this.#image, references };
    const manifest = ociManifest({ digest: configDigest, bytes: config.length }, written, documents);
    await this.#addDocument(blobPath(configDigest), config);
    await this.#addDocument(blobPath(digestOf(manifest)), manifest);
    const index = ociIndex({ digest: digestOf(manifest), bytes: manifest.length }, documents);
    await this.#addDocument("index.json", index);
  }

  /**
   * Returns the compression of the replaced layer; gzip if this version of Node cannot write that
   * compression.
   */
  async #likeStored(layer: Layer): Promise<LayerCompression> {
    const compression = await storedCompression(layer);
    return canCompress(compression) ? compression : "gzip";
  }

  /** Copies the stored bytes, and compares them with their digest. */
  async #addStored(layer: Layer): Promise<AddedLayer> {
    const { signal } = this.#options;
    const { diffId, index, storedSize: bytes } = layer;
    if (diffId === null)
      return fail("not-slimmable", { reason: `the config has no diff ID for layer ${index}` });
    const compression = await storedCompression(layer);
    const promised = compression === "none" ? diffId : layer.digest;
    // A digest that cannot be checked is replaced.
    const isKept = promised !== null && canCheck(promised);
    const digest = isKept ? promised : await digestOfChunks(layer.stored(signal));
    const name = this.#layerPath(digest);
    this.#paths.push(name);
    const known = this.#places.get(name);
    const facts = { digest, bytes, compression, diffId };
    if (known !== undefined) {
      const content = { index, place: known, data: null };
      return { content, compression, facts: () => facts };
    }
    const hash = this.#options.hashes.start(algorithmOf(digest), bytes);
    const place = await this.#addHashed(name, batchesOf(layer.stored(signal)), hash);
    const content = { index, place, data: null };
    const checked = () => {
      const reason = `the bytes of layer ${index} are not those that ${digest} names`;
      if (hash.digest() !== hexOf(digest)) fail("not-slimmable", { reason });
      return facts;
    };
    return { content, compression, facts: checked };
  }

  /** Writes an uncompressed layer directly into the archive, because its name does not depend on its digest. */
  async #addDirect(archive: ArchivePlan, index: number): Promise<AddedLayer> {
    const name = `layer-${index}.tar`;
    this.#paths.push(name);
    const data: WrittenData[] = [];
    const onData = (source: FileBytes, layer: number, offset: number) =>
      data.push({ layer, data: source, offset });
    const hash = this.#options.hashes.start("sha256", dataBytes(archive));
    const place = await this.#addHashed(name, archiveBatches(archive, { ...this.#reading, onData }), hash);
    const bytes = place === null ? 0 : place.to - place.from;
    const content = { index, place, data };
    const facts = (): WrittenLayer => {
      const digest = `sha256:${hash.digest()}`;
      return { digest, diffId: digest, bytes, compression: "none" };
    };
    return { content, compression: "none", facts };
  }

  async #addSpooled(
    archive: ArchivePlan,
    { index, compression }: { readonly index: number; readonly compression: LayerCompression },
  ): Promise<AddedLayer> {
    const [plain, stored] = [createHash("sha256"), createHash("sha256")];
    const tar = hashed(archiveChunks(archive, this.#reading), plain);
    const chunks = compression === "none" ? tar : compressed(tar, compression, this.#options.level);
    const { fd, size } = await this.#options.spool(hashed(chunks, stored));
    try {
      const digest = `sha256:${stored.digest("hex")}`;
      const name = this.#layerPath(digest);
      this.#paths.push(name);
      if (!this.#places.has(name)) {
        const read =
          size === 0 ? Readable.from([]) : createReadStream("", { fd, start: 0, autoClose: false });
        await this.#add(name, batchesOf(read));
      }
      const diffId = `sha256:${plain.digest("hex")}`;
      // Its files are compared when the new image is open.
      const content = { index, place: null, data: [] };
      return { content, compression, facts: () => ({ digest, bytes: size, compression, diffId }) };
    } finally {
      closeSync(fd);
    }
  }

  get #reading() {
    return { layers: this.#image.layers, signal: this.#options.signal };
  }

  #addHashed(name: string, batches: AsyncIterable<Batch>, hash: Hashing): Promise<FileRange | null> {
    const { file } = this.#sink;
    const checked =
      file === null ? batchesOf(hashed(chunksOf(batches), hash)) : readBack(batches, file, hash);
    return this.#add(name, checked);
  }

  async #add(name: string, batches: AsyncIterable<Batch>): Promise<FileRange | null> {
    const place = await this.#sink.add(name, batches);
    this.#places.set(name, place);
    return place;
  }

  #layerPath(digest: string): string {
    return this.#options.form === "docker-archive" ? `${hexOf(digest)}.tar` : blobPath(digest);
  }
}

/** Returns the compression of a stored layer, by its first bytes. */
async function storedCompression(layer: Layer): Promise<LayerCompression> {
  for await (const chunk of layer.stored()) return compressionOf(chunk);
  return "none";
}

async function* hashed(
  chunks: AsyncIterable<Uint8Array>,
  hash: { update(bytes: Uint8Array): unknown },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

async function digestOfChunks(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of chunks) hash.update(chunk);
  return `sha256:${hash.digest("hex")}`;
}

async function* compressed(
  chunks: AsyncIterable<Uint8Array>,
  compression: "gzip" | "zstd",
  level: number | null,
): AsyncGenerator<Uint8Array> {
  const out = new PassThrough({ highWaterMark: 1024 * 1024 });
  const done = pipeline(Readable.from(chunks, { highWaterMark: 2 }), compressor(compression, level), out);
  // The reader of `out` gets the error.
  done.catch(() => undefined);
  yield* out;
  await done;
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

function hexOf(digest: string): string {
  return digest.slice(digest.indexOf(":") + 1);
}

function blobPath(digest: string): string {
  return `blobs/${algorithmOf(digest)}/${hexOf(digest)}`;
}

/**
 * Returns the config of the new image: the source's own bytes if no layer changed, else the same document
 * with new diff IDs. If layers were joined, the instructions of all but the last one are marked as empty
 * layers.
 * @throws LayerxError `not-slimmable` if the config names fewer layers than the image has.
 */
function newConfig(image: Image, layers: readonly SlimLayer[], diffIds: readonly string[]): Uint8Array {
  if (layers.every(({ archive }) => archive === null)) return image.configBytes;
  const document: unknown = JSON.parse(Buffer.from(image.configBytes).toString("utf8"));
  if (!isObject(document)) return fail("not-slimmable", { reason: "its config is not a JSON object" });
  const rootfs = { ...(isObject(document.rootfs) ? document.rootfs : {}), type: "layers", diff_ids: diffIds };
  const history = Array.isArray(document.history)
    ? joinedHistory(image, document.history, layers)
    : undefined;
  return Buffer.from(JSON.stringify({ ...document, rootfs, ...(history === undefined ? {} : { history }) }));
}

function joinedHistory(image: Image, stored: readonly unknown[], layers: readonly SlimLayer[]): unknown[] {
  const kept = new Set(layers.map(({ index }) => index));
  return stored.map((entry, i) => {
    const layer = image.history[i]?.layer ?? null;
    return layer === null || kept.has(layer) || !isObject(entry) ? entry : { ...entry, empty_layer: true };
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
