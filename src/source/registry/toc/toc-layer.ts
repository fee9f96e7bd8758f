import { createHash } from "node:crypto";
import { fail } from "../../../errors.js";
import type { Entry, FileBytes, FilePiece } from "../../../image/entry.js";
import type { FileContent, Layer, MembersOptions, ScanOptions, StoredPiece } from "../../../image/layer.js";
import type { LayerMembers } from "../../../image/members/members.js";
import { recordMembers } from "../../../image/members/recorder.js";
import { escapeText, type Printable, type RawPath } from "../../../text/escape.js";
import { gunzip } from "../../compression/gzip.js";
import { unzstd } from "../../compression/zstd.js";
import { RangeBlob } from "./range-blob.js";
import { readToc, type TocClaim, type TocPlace } from "./read-toc.js";
import { type Toc, type TocFile, UnusableToc } from "./toc.js";
import { firstDifference } from "./toc-difference.js";
import type { TocWarnings } from "./toc-warnings.js";

export interface TocLayerOptions {
  readonly claim: TocClaim;
  readonly place: TocPlace;
  /** True to use the table instead of the layer. Otherwise the layer is read and compared with the table. */
  readonly looking: boolean;
  readonly warnings: TocWarnings;
  /** Prints why a table is not used, for `--debug`. */
  trace(line: Printable): void;
}

/**
 * A layer with a table of contents. With `looking`, the table is read instead of the layer, as long as it is
 * usable. Contents are then read by range requests and compared with their digests in the table.
 */
export class TocLayer implements Layer {
  readonly index: number;
  readonly diffId: string | null;
  readonly digest: string | null;
  readonly mediaType: string | null;
  readonly storedSize: number;
  readonly available: boolean;
  readonly blobKey: string;
  readonly filePosition = null;
  private readonly whole: Layer;
  private readonly options: TocLayerOptions;
  /** Set if the reported files are from the table. */
  private toc: Toc | null = null;
  /**
   * Files of the layer itself by their places in the table. They are read if the registry sends no ranges.
   */
  private places: Promise<ReadonlyMap<number, FileBytes>> | null = null;

  constructor(whole: Layer, options: TocLayerOptions) {
    this.whole = whole;
    this.options = options;
    this.index = whole.index;
    this.diffId = whole.diffId;
    this.digest = whole.digest;
    this.mediaType = whole.mediaType;
    this.storedSize = whole.storedSize;
    this.available = whole.available;
    this.blobKey = whole.blobKey;
  }

  get compressedSize(): number | null {
    return this.toc === null ? this.whole.compressedSize : this.storedSize;
  }

  async members(options: MembersOptions): Promise<LayerMembers> {
    const toc = await this.usable(options.signal);
    if (toc === null) return this.whole.members(options);
    if (this.toc === null)
      return this.compared(toc, (onEntry) => this.whole.members({ ...options, onEntry }));
    return recordMembers(async (recording) => this.report(toc, { ...options, ...recording }));
  }

  async scan(options: ScanOptions): Promise<void> {
    const toc = await this.usable(options.signal);
    if (toc === null) return this.whole.scan(options);
    if (this.toc !== null) return this.report(toc, options);
    return this.compared(toc, (onEntry) => {
      const both = (entry: Entry) => {
        onEntry(entry);
        options.onEntry(entry);
      };
      return this.whole.scan({ ...options, onEntry: both });
    });
  }

  async *open(file: FileBytes, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    const found = this.fileOf(file);
    if (found === null) yield* this.whole.open(file, signal);
    else if (this.places !== null) yield* this.whole.open(await this.placeOf(file, signal), signal);
    else yield* this.proved(this.ranged(found, file, signal), found);
  }

  stored(signal?: AbortSignal): AsyncIterable<Uint8Array> {
    return this.whole.stored(signal);
  }

  async *contents(files: readonly FileBytes[], signal?: AbortSignal): AsyncGenerator<FileContent> {
    if (this.toc === null) {
      yield* this.whole.contents(files, signal);
      return;
    }
    const order = files.map((_, index) => index).sort((a, b) => files[a].offset - files[b].offset);
    for (const [done, index] of order.entries()) {
      // A registry that sends no ranges sends the layer, which has the rest in one pass.
      if (this.places !== null) {
        yield* this.contentsInLayer(order.slice(done), files, signal);
        return;
      }
      yield {
        index,
        content: this.open(files[index], signal),
        data: pieces(this.open(files[index], signal)),
      };
    }
  }

  async *pieces(files: readonly FileBytes[], signal?: AbortSignal): AsyncGenerator<readonly StoredPiece[]> {
    if (this.toc === null) {
      yield* this.whole.pieces(files, signal);
      return;
    }
    for await (const { index, content } of this.contents(files, signal)) {
      for await (const bytes of content) yield [{ index, bytes }];
    }
  }

  async readAll(files: readonly FileBytes[], signal?: AbortSignal): Promise<Uint8Array[]> {
    if (this.toc === null) return this.whole.readAll(files, signal);
    const all: Uint8Array[] = files.map(() => Buffer.alloc(0));
    for await (const { index, content } of this.contents(files, signal)) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of content) chunks.push(chunk);
      all[index] = Buffer.concat(chunks);
    }
    return all;
  }

  async digests(files: readonly FileBytes[], signal?: AbortSignal): Promise<Uint8Array[]> {
    if (this.toc === null) return this.whole.digests(files, signal);
    return files.map((file) => this.digestInToc(file));
  }

  async mapDigests(files: readonly FileBytes[], signal?: AbortSignal): Promise<Uint8Array[]> {
    if (this.toc === null) return this.whole.mapDigests(files, signal);
    return files.map((file) => this.digestInToc(file));
  }

  verify(options: Pick<ScanOptions, "onProgress" | "signal">): Promise<void> {
    return this.whole.verify(options);
  }

  /** Returns `null` if the table is not usable. */
  private async table(signal: AbortSignal | undefined): Promise<Toc | null> {
    const { claim, place, trace } = this.options;
    try {
      return await readToc(claim, { ...place, signal });
    } catch (error) {
      if (!(error instanceof UnusableToc)) throw error;
      trace(escapeText(`layer ${this.index}: the table of contents is not used: ${error.message}`));
      return null;
    }
  }

  /** Returns the table; `null` if the layer is read without one. */
  private async usable(signal: AbortSignal | undefined): Promise<Toc | null> {
    const { cache, digest } = this.options.place;
    // If an earlier run has read and cached the whole layer, that result is verified and needs no request.
    const toc = (await cache.layerOfBlob(digest)) === null ? await this.table(signal) : null;
    this.toc = this.options.looking ? toc : null;
    return toc;
  }

  /** Passes the entries of the table to the callbacks. */
  private report(toc: Toc, options: ScanOptions): void {
    for (const entry of toc.entries) {
      if (entry.path === "") options.onRoot?.(entry);
      else options.onEntry(entry);
    }
    options.onProgress?.(this.storedSize);
    this.options.warnings.addUnverified(this.index);
  }

  /** Compares the members of the layer with those of the table. */
  private async compared<T>(toc: Toc, read: (onEntry: (entry: Entry) => void) => Promise<T>): Promise<T> {
    const entries: Entry[] = [];
    const result = await read((entry) => entries.push(entry));
    const path = firstDifference(toc.entries, entries);
    if (path !== null) {
      const { place, warnings } = this.options;
      warnings.addMismatch(this.index, path);
      // The warning is added only when the layer is read, so the next run must read it, too.
      await place.cache.forgetLayerOfBlob(place.digest, "its table of contents is wrong");
    }
    return result;
  }

  private fileOf(file: FileBytes): TocFile | null {
    return file.size === 0 ? null : (this.toc?.files.get(file.offset) ?? null);
  }

  private digestInToc(file: FileBytes): Uint8Array {
    const found = this.fileOf(file);
    return found === null ? createHash("sha256").digest() : Buffer.from(found.digest, "hex");
  }

  /** Yields a file by a range of the blob; from the layer itself if the registry sends no ranges. */
  private async *ranged(found: TocFile, file: FileBytes, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    let passed = 0;
    try {
      for await (const chunk of this.unpacked(found, signal)) {
        yield chunk;
        passed += chunk.length;
      }
    } catch (error) {
      if (!(error instanceof UnusableToc)) throw error;
      for await (const chunk of this.whole.open(await this.placeOf(file, signal), signal)) {
        if (passed < chunk.length) yield chunk.subarray(passed);
        passed = Math.max(0, passed - chunk.length);
      }
    }
  }

  private async *contentsInLayer(
    order: readonly number[],
    files: readonly FileBytes[],
    signal?: AbortSignal,
  ): AsyncGenerator<FileContent> {
    const there: FileBytes[] = [];
    for (const index of order) {
      const isOwn = this.fileOf(files[index]) === null;
      there.push(isOwn ? files[index] : await this.placeOf(files[index], signal));
    }
    for await (const content of this.whole.contents(there, signal)) {
      yield { ...content, index: order[content.index] };
    }
  }

  /**
   * Returns the place in the layer itself of a file in the table.
   * @throws LayerxError if the layer has no such file
   */
  private async placeOf({ offset, size }: FileBytes, signal?: AbortSignal): Promise<FileBytes> {
    this.places ??= this.findPlaces(signal);
    const places = await this.places.catch((error: unknown) => {
      this.places = null;
      throw error;
    });
    const place = places.get(offset);
    if (place?.size === size) return place;
    return this.mismatch(`a file of ${size} bytes`, "no such file");
  }

  /** Reads the headers of the layer, and compares them with the table. */
  private async findPlaces(signal: AbortSignal | undefined): Promise<ReadonlyMap<number, FileBytes>> {
    const inLayer = new Map<RawPath, FileBytes>();
    const entries = this.toc?.entries ?? [];
    await this.compared({ entries, files: new Map() }, (onEntry) => {
      const both = (entry: Entry) => {
        onEntry(entry);
        if (entry.type === "file") inLayer.set(entry.path, entry);
      };
      return this.whole.scan({ onEntry: both, signal });
    });
    const places = new Map<number, FileBytes>();
    for (const { path, offset, size } of entries) {
      const place = inLayer.get(path);
      if (size > 0 && place !== undefined) places.set(offset, place);
    }
    return places;
  }

  /** Yields the bytes of the blob from a file's place on: the file, the padding and the next header. */
  private unpacked(file: TocFile, signal?: AbortSignal): AsyncGenerator<Buffer> {
    const { place, claim } = this.options;
    const packed = new RangeBlob(place.client, { ...file, digest: place.digest });
    const taken = { bytes: 0 };
    return claim.form === "estargz"
      ? gunzip(packed, { taken, signal })
      : unzstd(packed, { taken, limits: place.limits, signal });
  }

  /**
   * Yields the bytes of a file. The last bytes are yielded only after the digest of all bytes was checked.
   */
  private async *proved(bytes: AsyncIterable<Uint8Array>, file: TocFile): AsyncGenerator<Uint8Array> {
    const hash = createHash("sha256");
    let left = file.size;
    for await (const chunk of bytes) {
      const own = chunk.subarray(0, left);
      hash.update(own);
      left -= own.length;
      if (left > 0) yield own;
      else if (hash.digest("hex") === file.digest) {
        yield own;
        return;
      } else break;
    }
    this.mismatch(`sha256:${file.digest}`, "other content");
  }

  private mismatch(promised: string, found: string): never {
    const { image, host } = this.options.place.client.place;
    fail("registry-mismatch", { image, host, part: `a file in layer ${this.index}`, found, promised });
  }
}

async function* pieces(content: AsyncIterable<Uint8Array>): AsyncGenerator<readonly FilePiece[]> {
  let offset = 0;
  for await (const bytes of content) {
    yield [{ offset, bytes }];
    offset += bytes.length;
  }
}
